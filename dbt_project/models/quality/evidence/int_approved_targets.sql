-- The target that was approved for an indicator and year: of tables that state targets and no results, with the version
-- or the day of approval, the last one approved within the year it is for.
{{ config(materialized='view') }}

with targets as (
    select * from {{ ref('int_indicator_facts') }}
    where actual_text is null and target_state = 'number' and coalesce(target_version, target_date) is not null
),

ordered as (
    select
        *,
        row_number()
            over (
                partition by indicator_id, fiscal_year, period_end, period_months
                order by target_date desc nulls last, target_version desc, indicator_report_id
            ) as place
    from targets
    where coalesce(try_cast(substr(target_date, 1, 4) as integer) <= fiscal_year, true)
)

select
    indicator_id,
    fiscal_year,
    period_end,
    period_months,
    indicator_report_id as approved_report_id,
    target_value as approved_value,
    target_text as approved_text,
    target_version as approved_version,
    target_date as approved_on,
    target_decimals as approved_decimals,
    unit as approved_unit
from ordered
where place = 1
