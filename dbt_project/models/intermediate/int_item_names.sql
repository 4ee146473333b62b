-- Every wording under which an item of one edition may be printed: its names, without what stands in brackets at their
-- end too (行政运行（人大）), and the recorded aliases. 其他支出 is a class, a group and an item: the highest level is meant
-- when nothing but the words is printed, and a full name before a shortened one.
with items as (
    select * from {{ ref('classification_items') }}
),

aliases as (
    select * from {{ ref('classification_aliases') }}
),

wordings as (
    select system, edition_date, item_code, level, name_local as label from items
    union all
    select system, edition_date, item_code, level, name_en as label from items
    union all
    select items.system, items.edition_date, items.item_code, items.level, aliases.alias as label
    from items
    inner join aliases on items.system = aliases.system and items.item_code = aliases.item_code
    union all
    select
        system,
        edition_date,
        item_code,
        level + 100 as level,
        {{ regexp_group('name_local', '^(.+)[（(][^（(]*[)）]$', 1) }} as label
    from items
),

keyed as (
    select
        system,
        cast(edition_date as date) as edition_date,
        item_code,
        {{ label_key('label') }} as label_key,
        min(level) as level
    from wordings
    where label is not null
    group by system, cast(edition_date as date), item_code, {{ label_key('label') }}
),

counted as (
    select
        *,
        min(level) over (partition by system, edition_date, label_key) as highest,
        count(*) over (partition by system, edition_date, label_key) as n_items,
        count(*) over (partition by system, edition_date, label_key, level) as n_beside
    from keyed
    where label_key is not null
)

select
    system,
    edition_date,
    label_key,
    item_code,
    n_items,
    level = highest and n_beside = 1 as is_meant
from counted
