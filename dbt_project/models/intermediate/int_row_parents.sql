-- For rows that print an item in words only: the key of the item printed in the row above them in the hierarchy. 行政运行
-- stands below twenty items; the row it belongs to says which one is meant.
with figures as (
    select * from {{ ref('stg_amounts') }}
),

children as (
    select distinct
        landed_key,
        sheet,
        table_number,
        row_number,
        row_parent
    from figures
    where item_code is null and item_name is not null and row_parent <> row_number
),

parents as (
    select distinct
        figures.landed_key,
        figures.sheet,
        figures.table_number,
        figures.row_number,
        {{ line_key('figures.item_code', 'figures.item_name') }} as line_key
    from figures
    inner join (select distinct landed_key, row_parent from children) as wanted
        on figures.landed_key = wanted.landed_key and figures.row_number = wanted.row_parent
)

select
    children.landed_key,
    children.sheet,
    children.table_number,
    children.row_number,
    min(parents.line_key) as parent_key
from children
inner join parents
    on
        children.landed_key = parents.landed_key
        and {{ same('children.sheet', 'parents.sheet') }}
        and {{ same('children.table_number', 'parents.table_number') }}
        and children.row_parent = parents.row_number
group by children.landed_key, children.sheet, children.table_number, children.row_number
having count(distinct parents.line_key) = 1
