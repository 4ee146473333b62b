-- How a figure ran through the months of a year: the share of December and how alike the months are. Cumulative figures
-- count by their steps.
{{ config(materialized='view') }}

with steps as (
    select
        'amounts' as content,
        programme_id,
        organisation_id,
        region_code,
        contract_id,
        export_id,
        line_id as series_id,
        fiscal_year,
        period_end,
        budget_line_id as figure_id,
        {{ printed_line_words() }} as label,
        cast(amount as double) - coalesce(lag(cast(amount as double)) over by_month, 0) as step,
        cast(display_unit as double) as unit_of_print
    from {{ ref('fct_budget_lines') }}
    where is_current and row_role = 'leaf' and period_basis = 'cumulative' and stage = 'flash' and kind = 'expenditure'
    window by_month as (
        partition by contract_id, line_id, recognition, scope, account, fiscal_year order by period_end
    )
    union all
    select
        content,
        programme_id,
        organisation_id,
        region_code,
        contract_id,
        export_id,
        series_id,
        fiscal_year,
        period_end,
        figure_id,
        label,
        figure as step,
        1.0 as unit_of_print
    from {{ ref('int_months') }}
),

usual as (
    select
        *,
        mode(round(step, 2)) over (partition by content, contract_id, series_id, fiscal_year) as commonest
    from steps
)

select
    content,
    contract_id,
    series_id,
    fiscal_year,
    min(export_id) as export_id,
    min(region_code) as region_code,
    min(organisation_id) as organisation_id,
    min(programme_id) as programme_id,
    min(label) as label,
    max(period_end) as period_end,
    max_by(figure_id, period_end) as figure_id,
    count(*) as n_months,
    sum(step) as whole_year,
    min(step) as least_step,
    max(case when extract(month from period_end) = 12 then step end) as december,
    stddev_samp(step) / nullif(avg(step), 0) as spread,
    count(*) filter (where round(step, 2) = commonest) as n_equal,
    max(unit_of_print) as unit_of_print
from usual
group by content, contract_id, series_id, fiscal_year
