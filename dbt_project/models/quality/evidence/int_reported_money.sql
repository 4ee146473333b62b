-- The money that a report itself prints beside its indicators: it stands on one row of a programme and speaks for all.
{{ config(materialized='view') }}
select
    export_id,
    programme_id,
    fiscal_year,
    period_end,
    max(budget) as budget,
    max(executed) as executed
from {{ ref('fct_indicators') }}
where
    is_current and row_role = 'leaf' and source_role <> 'yardstick'
    and (budget is not null or executed is not null)
group by export_id, programme_id, fiscal_year, period_end
