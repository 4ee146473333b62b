-- What an independent ledger says was paid for a programme in a year: one row each, of the ledger with most lines.
{{ config(materialized='view') }}

with sums as (
    select
        contract_id,
        programme_id,
        fiscal_year,
        currency,
        sum(amount) as ledger_paid,
        sum(display_unit) / 2 as ledger_rounding,
        count(*) as n_lines,
        min(export_id) as ledger_export_id,
        min(budget_line_id) as ledger_line_id
    from {{ ref('fct_budget_lines') }}
    where
        is_current and row_role = 'leaf' and source_role = 'yardstick' and kind = 'expenditure' and stage = 'final'
        and period_basis = 'year' and recognition = 'cash_paid' and programme_id is not null
    group by contract_id, programme_id, fiscal_year, currency
),

ordered as (
    select
        *,
        row_number() over (partition by programme_id, fiscal_year order by n_lines desc, contract_id) as place
    from sums
)

select
    programme_id,
    fiscal_year,
    currency,
    ledger_paid,
    ledger_rounding,
    ledger_export_id,
    ledger_line_id
from ordered
where place = 1
