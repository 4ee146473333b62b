-- Budget and execution of a programme in a year: of each body that carries it, or of all together (int_programme_carriers).
{{ config(materialized='view') }}
select
    spending.programme_id,
    coalesce(spending.organisation_id, carriers.organisation_id) as organisation_id,
    carriers.is_by_body,
    spending.fiscal_year,
    spending.period_end,
    spending.currency,
    spending.reporter,
    spending.adopted,
    spending.budget,
    spending.executed,
    spending.n_lines,
    spending.export_id
from {{ ref('int_programme_spending') }} as spending
inner join {{ ref('int_programme_carriers') }} as carriers on spending.programme_id = carriers.programme_id
where spending.is_whole <> carriers.is_by_body
