-- Of each line the step of its spending that goes furthest above the one before it, and how many lines of its report go above.
{{ config(materialized='view') }}
{% set line_year = ['reporter', 'line_id', 'fiscal_year', 'period_end', 'period_basis', 'stage', 'comparison', 'currency'] %}

with steps as (
    select
        *,
        amount - earlier_amount as excess,
        rounding + earlier_rounding as margin
    from {{ ref('int_spending_steps') }}
),

ranked as (
    select
        *,
        count(earlier_amount) over line_year as n_compared,
        min(amount) over line_year as lowest,
        row_number() over (
            partition by {{ line_year | join(', ') }}
            order by coalesce(excess - margin, -1e27) desc, place
        ) as rank_in_line
    from steps
    window line_year as (partition by {{ line_year | join(', ') }})
),

counted as (
    select
        *,
        {{ hash_id(line_year) }} as subject_id,
        count(*) over report as n_lines,
        count(case when excess > margin then 1 end) over report as n_above
    from ranked
    where rank_in_line = 1
    window report as (partition by reporter, region_code, fiscal_year, stage)
),

cited as (
    select
        counted.subject_id,
        counted.export_id,
        {{ json_list_agg('amounts.budget_line_id') }} as cells
    from counted
    inner join {{ ref('fct_budget_lines') }} as amounts
        on
            counted.line_id = amounts.line_id
            and counted.fiscal_year = amounts.fiscal_year
            and counted.period_end = amounts.period_end
            and counted.stage = amounts.stage
    where
        counted.excess > counted.margin
        and amounts.is_current
        and amounts.row_role = 'leaf'
        and amounts.recognition in (counted.recognition, counted.earlier_recognition)
    group by counted.subject_id, counted.export_id
)

select
    counted.*,  -- noqa: AM04
    cited.cells
from counted
left join cited on counted.subject_id = cited.subject_id
