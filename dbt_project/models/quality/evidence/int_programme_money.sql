-- Budget and execution of a whole programme in a year, all bodies together.
{{ config(materialized='view') }}
select
    programme_id,
    fiscal_year,
    period_end,
    currency,
    reporter,
    adopted,
    budget,
    executed,
    n_lines,
    export_id
from {{ ref('int_programme_spending') }}
where is_whole
