-- Which item words of several items mean below the item that the row above prints; no item_code where none or several
-- of them lie there.
with asked as (
    select distinct
        system,
        parent_key,
        label_key
    from {{ ref('int_printed_items') }}
    -- A row that repeats the words of the row below it is a total over regions or offices.
    where parent_key <> label_key
),

names as (
    select * from {{ ref('int_item_names') }}
),

ancestors as (
    select * from {{ ref('int_item_ancestors') }}
),

parents as (
    select
        system,
        edition_date,
        label_key as parent_key,
        item_code
    from names
    where is_meant
    union
    select
        system,
        edition_date,
        item_code as parent_key,
        item_code
    from ancestors
),

below as (
    select
        asked.system,
        parents.edition_date,
        asked.parent_key,
        asked.label_key,
        parents.item_code as parent_code,
        case when ancestors.item_code is not null then names.item_code end as item_code,
        rank() over (
            partition by asked.system, parents.edition_date, asked.parent_key, asked.label_key
            order by ancestors.distance
        ) as place
    from asked
    inner join parents on asked.system = parents.system and asked.parent_key = parents.parent_key
    inner join names
        on
            asked.system = names.system
            and parents.edition_date = names.edition_date
            and asked.label_key = names.label_key
    left join ancestors
        on
            names.system = ancestors.system
            and names.edition_date = ancestors.edition_date
            and names.item_code = ancestors.item_code
            and parents.item_code = ancestors.ancestor_code
            and ancestors.distance > 0
    where names.n_items > 1
)

select
    system,
    edition_date,
    parent_key,
    label_key,
    min(parent_code) as parent_code,
    case when count(distinct item_code) = 1 then min(item_code) end as item_code
from below
where place = 1
group by system, edition_date, parent_key, label_key
