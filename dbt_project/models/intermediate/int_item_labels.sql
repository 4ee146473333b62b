-- Which classification item a printed code or label means, in the edition that was in force: the code itself, else the
-- words (words of several items by the row above them), else the longest beginning of the code that is an item. What a
-- reviewer answered goes before all of them. What has no item keeps a member of its own and says why.
with printed as (
    select * from {{ ref('int_printed_items') }}
),

items as (
    select
        system,
        cast(edition_date as date) as edition_date,
        item_code
    from {{ ref('classification_items') }}
),

names as (
    select
        system,
        edition_date,
        label_key,
        max(case when is_meant then item_code end) as item_code,
        max(n_items) as n_items
    from {{ ref('int_item_names') }}
    group by system, edition_date, label_key
),

below as (
    select * from {{ ref('int_item_names_below') }}
),

editions as (
    select
        printed.label_id,
        max(items.edition_date) as edition_date
    from printed
    inner join (select distinct system, edition_date from items) as items
        on printed.system = items.system and printed.reference_date >= items.edition_date
    group by printed.label_id
),

dated as (
    select
        printed.*,
        editions.edition_date
    from printed
    left join editions on printed.label_id = editions.label_id
),

codes as (
    select distinct
        system,
        edition_date,
        code_key
    from dated
    where code_key is not null
),

prefixes as (
    select
        codes.system,
        codes.edition_date,
        codes.code_key,
        max(items.item_code) as item_code
    from codes
    inner join items
        on
            codes.system = items.system
            and codes.edition_date = items.edition_date
            and substr(codes.code_key, 1, length(items.item_code)) = items.item_code
    group by codes.system, codes.edition_date, codes.code_key
),

answers as (
    select
        mappings.*,
        items.edition_date
    from {{ ref('stg_mappings') }} as mappings
    inner join items on mappings.system = items.system and mappings.means = items.item_code
    where mappings.label_kind = 'item'
),

matched as (
    select
        dated.*,
        names.n_items,
        below.parent_code,
        coalesce(
            answers.means,
            exact.item_code,
            below.item_code,
            case when below.parent_code is null then names.item_code end,
            prefixes.item_code
        ) as item_code,
        case
            when answers.means is not null then 'reviewed'
            when exact.item_code is not null then 'exact_code'
            when below.item_code is not null then 'label_below'
            when below.parent_code is not null then 'unmapped'
            when names.item_code is not null then 'label'
            when prefixes.item_code is not null then 'prefix'
            when dated.code_key is null and dated.label_key is null then 'not_stated'
            else 'unmapped'
        end as mapping_method
    from dated
    left join answers
        on
            dated.system = answers.system
            and dated.edition_date = answers.edition_date
            and {{ same('dated.code_key', 'answers.code_key') }}
            and {{ same('dated.label_key', 'answers.label_key') }}
    left join items as exact
        on dated.system = exact.system and dated.edition_date = exact.edition_date and dated.code_key = exact.item_code
    left join names
        on dated.system = names.system and dated.edition_date = names.edition_date and dated.label_key = names.label_key
    left join below
        on
            dated.system = below.system
            and dated.edition_date = below.edition_date
            and dated.parent_key = below.parent_key
            and dated.label_key = below.label_key
    left join prefixes
        on
            dated.system = prefixes.system
            and dated.edition_date = prefixes.edition_date
            and dated.code_key = prefixes.code_key
)

select
    system,
    edition_declared,
    code,
    label,
    period_end,
    parent_key,
    -- The same words below two items are two lines.
    case when mapping_method = 'label_below' then parent_key || '/' || line_key else line_key end as line_key,
    mapping_method,
    edition_date,
    item_code,
    case
        when item_code is not null then {{ hash_id(['system', 'edition_date', 'item_code']) }}
        else {{ hash_id(["'unmapped'", 'system', 'code', 'label']) }}
    end as item_id,
    case
        when mapping_method <> 'unmapped' then null
        when edition_date is null then 'no edition of this code book is in force'
        when parent_code is not null then 'words of ' || n_items || ' items, not of one below ' || parent_code
        when n_items > 1 then 'words of ' || n_items || ' items; no code or row above tells which'
        when code_key is null then 'no item of these words'
        else 'no item of this code or these words'
    end as unmapped_reason
from matched
