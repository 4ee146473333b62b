-- Which report speaks for an indicator in a period: one row each, the latest received that states what was achieved,
-- and what it said for the same period a year before.
with reports as (
    select * from {{ ref('fct_indicators') }}
    where is_current and row_role = 'leaf' and source_role <> 'yardstick' and actual_value is not null
),

ordered as (
    select
        indicator_report_id,
        indicator_id,
        fiscal_year,
        period_end,
        period_months,
        target_value,
        actual_in_target_unit as actual_value,
        unit,
        row_number()
            over (
                partition by indicator_id, fiscal_year, period_end, period_months
                order by known_from desc, export_id, sheet, row_number, line_place
            ) as place
    from reports
),

series as (
    select * from ordered
    where place = 1
),

followed as (
    select
        *,
        lag(fiscal_year) over same_period as last_year,
        lag(actual_value) over same_period as last_actual,
        lag(target_value) over same_period as last_target,
        lag(unit) over same_period as last_unit,
        lag(indicator_report_id) over same_period as last_report_id
    from series
    window
        same_period as (
            partition by indicator_id, period_months, extract(month from period_end) order by fiscal_year
        )
)

select
    indicator_report_id,
    case when last_year = fiscal_year - 1 then last_actual end as prior_actual,
    case when last_year = fiscal_year - 1 then last_target end as prior_target,
    case when last_year = fiscal_year - 1 then last_unit end as prior_unit,
    case when last_year = fiscal_year - 1 then last_report_id end as prior_report_id
from followed
