-- To how many decimals a column of figures is printed. A file that drops trailing zeros prints 117177 beside 168929.91: the column is
-- exact to the cent, so the widest figure speaks for all.
with figures as (
    select landed_key, sheet, table_number, column_number, measure, unit_scale, printed_decimals from {{ ref('stg_amounts') }}
    union all
    select landed_key, sheet, table_number, column_number, measure, unit_scale, printed_decimals from {{ ref('stg_stated_figures') }}
),

columns as (
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
)

select
    *,
    -- One ten-thousandth of a base unit is the finest that amounts are kept in.
    greatest(cast(unit_scale * power(10, -decimals) as decimal(28, 10)), 0.0001) as display_unit
from columns
