-- Single months of a line or an indicator within a year, each with the sum of the months before it.
{{ config(materialized='view') }}

with months as (
    select
        'indicators' as content,
        indicator_id as series_id,
        contract_id,
        export_id,
        region_code,
        organisation_id,
        programme_id,
        indicator_id,
        fiscal_year,
        period_end,
        indicator_report_id as figure_id,
        indicator_name as label,
        cast(actual_value as double) as figure
    from {{ ref('int_indicator_facts') }}
    where period_months = 1 and actual_value is not null
    union all
    select
        'amounts' as content,
        line_id as series_id,
        contract_id,
        export_id,
        region_code,
        organisation_id,
        programme_id,
        cast(null as {{ text_type() }}) as indicator_id,
        fiscal_year,
        period_end,
        budget_line_id as figure_id,
        {{ printed_line_words() }} as label,
        cast(amount as double) as figure
    from {{ ref('fct_budget_lines') }}
    where is_current and period_basis = 'month' and row_role = 'leaf' and stage in ('flash', 'final')
)

select
    *,
    cast(extract(month from period_end) as integer) as month_number,
    lag(figure) over in_year as last_figure,
    coalesce(sum(figure) over (
        partition by content, contract_id, series_id, fiscal_year order by period_end
        rows between unbounded preceding and 1 preceding
    ), 0) as before,
    count(*) over (partition by content, contract_id, series_id, fiscal_year) as n_months,
    row_number() over in_year as place
from months
window in_year as (partition by content, contract_id, series_id, fiscal_year order by period_end)
