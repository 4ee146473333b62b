-- Each budget line as one table states it: the sum of its leaves at every stage and recognition, side by side. Tables
-- are not added up.
{{ config(materialized='view') }}

with leaves as (
    select
        *,
        {{ reporter_of('source_role', 'contract_id') }} as reporter
    from {{ ref('fct_budget_lines') }}
    where is_current and row_role = 'leaf' and kind in ('expenditure', 'revenue')
)

select
    reporter,
    line_id,
    fiscal_year,
    period_end,
    comparison,
    currency,
    landed_key,
    sheet,
    table_number,
    any_value(export_id) as export_id,
    any_value(source_role) as source_role,
    any_value(kind) as kind,
    any_value(region_code) as region_code,
    any_value(account) as account,
    any_value(organisation_id) as organisation_id,
    any_value(programme_id) as programme_id,
    min(item_id) as item_id,
    min(economic_item_id) as economic_item_id,
    max(case when period_basis = 'year' and recognition in ('authorised', 'allotted', 'unknown') then 1 else 0 end) = 1
        as is_year_budget,
    count(*) as n_cells,
    sum(display_unit) * 0.5 as rounding,
    {% for measure in all_measures() %}
    sum(case when stage = '{{ measure.stage }}' and recognition = '{{ measure.recognition }}' then amount end)
        as {{ measure.name }}{{ ',' if not loop.last }}
    {% endfor %}
from leaves
group by reporter, line_id, fiscal_year, period_end, comparison, currency, landed_key, sheet, table_number
