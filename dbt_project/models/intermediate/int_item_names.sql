-- Every wording under which an item of one edition may be printed: its names and the recorded aliases.
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
),

keyed as (
    select
        system,
        cast(edition_date as date) as edition_date,
        item_code,
        level,
        {{ label_key('label') }} as label_key
    from wordings
    where label is not null
),

highest as (
    select
        *,
        rank() over (partition by system, edition_date, label_key order by level) as place
    from keyed
    where label_key is not null
)

-- 其他支出 is a class, a group and an item: the highest level is meant when nothing but the words is printed.
select
    system,
    edition_date,
    label_key,
    min(item_code) as item_code
from highest
where place = 1
group by system, edition_date, label_key
having count(distinct item_code) = 1
