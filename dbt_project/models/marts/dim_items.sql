-- Every item of every edition, with the class at the top of its branch (a part of a transfer class is a transfer too);
-- and a member of its own for each printed code or label that has no item.
with items as (
    select
        *,
        {{ hash_id(['system', 'cast(edition_date as date)', 'item_code']) }} as item_id
    from {{ ref('classification_items') }}
),

branches as (
    select
        item_id,
        max(case when is_root then ancestor_code end) as root_code,
        {{ json_list_agg('ancestor_code', 'distance desc') }} as item_path,
        max(case when is_transfer then 1 else 0 end) = 1 as is_transfer
    from {{ ref('int_item_ancestors') }}
    group by item_id
),

unmapped as (
    select distinct
        item_id,
        system,
        code,
        label,
        mapping_method
    from {{ ref('int_item_labels') }}
    where item_code is null
)

select
    items.item_id,
    items.system,
    cast(items.edition_date as date) as edition_date,
    items.item_code,
    items.name_local,
    items.name_en,
    cast(items.level as integer) as level,
    items.parent_code,
    branches.root_code,
    branches.item_path,
    coalesce(branches.is_transfer, false) as is_transfer,
    false as is_unmapped,
    cast(items.valid_from as date) as valid_from,
    cast(items.valid_to as date) as valid_to,
    items.certainty,
    items.evidence
from items
left join branches on items.item_id = branches.item_id
union all
select
    item_id,
    system,
    cast(null as date) as edition_date,
    code as item_code,
    case when mapping_method = 'not_stated' then '(未列科目)' else coalesce(label, code) end as name_local,
    case when mapping_method = 'not_stated' then '(no item stated)' end as name_en,
    cast(null as integer) as level,
    cast(null as {{ text_type() }}) as parent_code,
    cast(null as {{ text_type() }}) as root_code,
    cast(null as {{ text_type() }}) as item_path,
    false as is_transfer,
    true as is_unmapped,
    cast(null as date) as valid_from,
    cast(null as date) as valid_to,
    cast(null as {{ text_type() }}) as certainty,
    cast(null as {{ text_type() }}) as evidence
from unmapped
