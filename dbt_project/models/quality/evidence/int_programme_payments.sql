-- What was paid on a programme in a year, as bodies state it and as independent ledgers do: of each report in all, and of each
-- body it names.
{{ config(materialized='view') }}
{% set report = ['source_role', 'contract_id', 'programme_id', 'fiscal_year', 'currency'] %}
with sums as (
    select
        {{ report | join(', ') }},
        organisation_id,
        grouping(organisation_id) = 1 as is_whole,
        count(distinct organisation_id) as n_bodies,
        count(organisation_id) = count(*) as tells_bodies,
        -- Of several bodies none is named.
        case when count(distinct organisation_id) = 1 then min(organisation_id) end as only_body,
        min(region_code) as region_code,
        min(export_id) as export_id,
        min(period_end) as period_end,
        sum(amount) as amount,
        sum(display_unit) / 2 as rounding,
        min(budget_line_id) as figure_id,
        count(*) as n_lines
    from {{ ref('fct_budget_lines') }}
    where
        is_current and row_role = 'leaf' and source_role in ('primary', 'yardstick') and kind = 'expenditure' and stage = 'final'
        and period_basis = 'year' and recognition = 'cash_paid' and programme_id is not null
    group by grouping sets (({{ report | join(', ') }}), ({{ report | join(', ') }}, organisation_id))
)

select
    *,
    max(case when is_whole then n_bodies end) over report as n_bodies_of_report,
    bool_and(tells_bodies) over report as is_told_by_body,
    count(distinct organisation_id) over programme as n_bodies_of_book,
    row_number() over (
        partition by source_role, programme_id, fiscal_year, currency, is_whole, organisation_id
        order by n_lines desc, contract_id
    ) as place
from sums
where is_whole or organisation_id is not null
window
    report as (partition by {{ report | join(', ') }}),
    programme as (partition by source_role, programme_id, fiscal_year, currency)
