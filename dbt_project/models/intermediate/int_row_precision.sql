-- Rows of a wide table that are printed to fewer decimals than the table: a nation to the hundredth above provinces to
-- the ten-thousandth. Five figures that all end in zeros by chance are not to be expected.
with rows_of_tables as (
    select
        landed_key,
        sheet,
        table_number,
        row_number,
        count(amount_reported) as n_figures,
        coalesce(max(printed_decimals), 0) as decimals
    from {{ ref('stg_amounts') }}
    group by landed_key, sheet, table_number, row_number
),

ranked as (
    select
        *,
        max(decimals) over (partition by landed_key, sheet, table_number) as table_decimals
    from rows_of_tables
    where n_figures >= 5
)

select
    landed_key,
    sheet,
    table_number,
    row_number,
    decimals
from ranked
where decimals < table_decimals
