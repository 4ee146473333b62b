-- The independent value of an indicator from a yardstick export, by its lasting key; one value a period, the
-- latest received.
{{ config(materialized='view') }}

with reports as (
    select * from {{ ref('fct_indicators') }}
    where is_current and row_role = 'leaf' and source_role = 'yardstick' and actual_value is not null
),

ordered as (
    select
        *,
        row_number()
            over (
                partition by indicator_id, fiscal_year, period_end, period_months
                order by known_from desc, export_id, sheet, row_number, line_place
            ) as place
    from reports
)

select
    indicator_id,
    fiscal_year,
    period_end,
    period_months,
    indicator_report_id as register_report_id,
    contract_id as register_contract_id,
    actual_value as register_value,
    sample_size as register_sample_size
from ordered
where place = 1
