-- Cells that are direct parts of a printed total, each with the address of its total: down a column, and across a row.
{{ config(materialized='view') }}

with cells as (
    select * from {{ ref('fct_budget_lines') }}
    where is_current and row_role <> 'of_which'
)

select
    'rows' as direction,
    budget_line_id,
    landed_key,
    sheet,
    table_number,
    row_parent as total_row,
    column_number as total_column,
    amount,
    display_unit
from cells
where row_parent is not null
union all
select
    'columns' as direction,
    budget_line_id,
    landed_key,
    sheet,
    table_number,
    row_number as total_row,
    column_parent as total_column,
    amount,
    display_unit
from cells
where column_parent is not null
