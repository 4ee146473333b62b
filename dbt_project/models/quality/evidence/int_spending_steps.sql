-- What one line states at each step of its spending (committed, owed, paid …), beside the step before it. Only reports
-- that state at least two steps are here.
{{ config(materialized='table') }}

{% set line = ['reporter', 'line_id', 'fiscal_year', 'period_end', 'period_basis', 'stage', 'comparison', 'currency'] | join(', ') %}
{% set step = line ~ ', region_code, place, recognition' %}

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
        {{ step }},
        min(export_id) as export_id,
        min(organisation_id) as organisation_id,
        min(concat_ws(
            ' ', coalesce(item_name_printed, item_code_printed), coalesce(economic_name_printed, economic_code_printed)
        )) as label,
        sum(amount) as amount,
        sum(display_unit) * 0.5 as rounding
    from spending
    inner join reports using (reporter, region_code, fiscal_year, stage)
    where place is not null
    group by {{ step }}, landed_key, sheet, table_number
),

agreed as (
    select
        {{ step }},
        min(export_id) as export_id,
        min(organisation_id) as organisation_id,
        min(label) as label,
        -- Where two tables state the line, they agree or the amount stays empty.
        case when min(amount) = max(amount) then max(amount) end as amount,
        max(rounding) as rounding
    from tables
    group by {{ step }}
)

select
    *,
    lag(amount) over steps as earlier_amount,
    lag(rounding) over steps as earlier_rounding,
    lag(recognition) over steps as earlier_recognition
from agreed
where amount is not null
window steps as (partition by {{ line }} order by place)
