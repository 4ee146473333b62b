-- To how many decimals a column of figures is printed. A file that drops trailing zeros prints 117177 beside
-- 168929.91: the column is exact to the cent, so the widest figure speaks for all.
with figures as (
    select landed_key, sheet, table_number, column_number, measure, unit_scale, printed_decimals
    from {{ ref('stg_amounts') }}
    union all
    select landed_key, sheet, table_number, column_number, measure, unit_scale, printed_decimals
    from {{ ref('stg_stated_figures') }}
)

select
    landed_key,
    sheet,
    table_number,
    column_number,
    measure,
    unit_scale,
    coalesce(max(printed_decimals), 0) as decimals
from figures
group by landed_key, sheet, table_number, column_number, measure, unit_scale
