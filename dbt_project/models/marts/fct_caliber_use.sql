-- Which calibers the lines of a contract were reported under: counts that pages and scripts need without reading every line.
select
    caliber_id,
    contract_id,
    currency,
    unit_scale,
    count(*) as n_lines,
    min(fiscal_year) as first_year,
    max(fiscal_year) as last_year
from {{ ref('fct_budget_lines') }}
group by caliber_id, contract_id, currency, unit_scale
