-- Which classification item a printed code or label means, in the edition that was in force: the code itself, else the
-- words, else the longest beginning of the code that is an item. What a reviewer answered goes before all of them. What
-- has no item keeps a member of its own.
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
    select * from {{ ref('int_item_names') }}
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
        coalesce(answers.means, exact.item_code, names.item_code, prefixes.item_code) as item_code,
        case
            when answers.means is not null then 'reviewed'
            when exact.item_code is not null then 'exact_code'
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
    line_key,
    mapping_method,
    edition_date,
    item_code,
    case
        when item_code is not null then {{ hash_id(['system', 'edition_date', 'item_code']) }}
        else {{ hash_id(["'unmapped'", 'system', 'code', 'label']) }}
    end as item_id
from matched
