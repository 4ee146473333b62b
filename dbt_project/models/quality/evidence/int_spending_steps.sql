-- What one line states at each step of its spending (committed, owed, paid …), beside the step before it. Only reports
-- that state at least two steps are here.
{{ config(materialized='table') }}

with spending as (
    select
        *,
        {{ reporter_of('source_role', 'contract_id') }} as reporter,
        {{ of_step('recognition', 'place') }} as place
    from {{ ref('fct_budget_lines') }}
    where
        is_current
        and row_role = 'leaf'
        and kind = 'expenditure'
        and stage in ('estimated_outturn', 'flash', 'final', 'audited')
        -- Of a single month more may be paid than was committed in it.
        and period_basis in ('year', 'cumulative')
        and amount is not null
),

reports as (
    select reporter, region_code, fiscal_year, stage
    from spending
    where place is not null
    group by reporter, region_code, fiscal_year, stage
    having count(distinct place) > 1
),

tables as (
    select
        spending.reporter,
        spending.region_code,
        spending.line_id,
        spending.fiscal_year,
        spending.period_end,
        spending.period_basis,
        spending.stage,
        spending.comparison,
        spending.currency,
        spending.place,
        spending.recognition,
        min(spending.export_id) as export_id,
        min(spending.organisation_id) as organisation_id,
        min(concat_ws(
            ' ',
            coalesce(spending.item_name_printed, spending.item_code_printed),
            coalesce(spending.economic_name_printed, spending.economic_code_printed)
        )) as label,
        sum(spending.amount) as amount,
        sum(spending.display_unit) * 0.5 as rounding
    from spending
    inner join reports
        on
            spending.reporter = reports.reporter
            and spending.region_code = reports.region_code
            and spending.fiscal_year = reports.fiscal_year
            and spending.stage = reports.stage
    where spending.place is not null
    group by
        spending.reporter, spending.region_code, spending.line_id, spending.fiscal_year, spending.period_end,
        spending.period_basis, spending.stage, spending.comparison, spending.currency, spending.place, spending.recognition,
        spending.landed_key, spending.sheet, spending.table_number
),

agreed as (
    select
        reporter,
        region_code,
        line_id,
        fiscal_year,
        period_end,
        period_basis,
        stage,
        comparison,
        currency,
        place,
        recognition,
        min(export_id) as export_id,
        min(organisation_id) as organisation_id,
        min(label) as label,
        -- Where two tables state the line, they agree or the amount stays empty.
        case when min(amount) = max(amount) then max(amount) end as amount,
        max(rounding) as rounding
    from tables
    group by
        reporter, region_code, line_id, fiscal_year, period_end, period_basis, stage, comparison, currency, place, recognition
)

select
    *,
    lag(amount) over steps as earlier_amount,
    lag(rounding) over steps as earlier_rounding,
    lag(recognition) over steps as earlier_recognition
from agreed
where amount is not null
window steps as (
    partition by reporter, line_id, fiscal_year, period_end, period_basis, stage, comparison, currency
    order by place
)
