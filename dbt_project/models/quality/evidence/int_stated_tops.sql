-- Each stated rate or growth with the amount above: of the same row and line, at the stage that it names.
{{ config(materialized='view') }}

with figures as (
    select
        *,
        case measure when 'rate' then denominator_stage else numerator_stage end as base_stage,
        case measure when 'rate' then fiscal_year else fiscal_year - 1 end as base_year
    from {{ ref('fct_stated_figures') }}
    where is_current and measure in ('rate', 'growth') and stated_percent is not null
),

amounts as (
    select * from {{ ref('fct_budget_lines') }}
    where is_current and amount is not null
)

select
    figures.*,  -- noqa: AM04
    amounts.budget_line_id as top_cell,
    amounts.amount as top,
    amounts.display_unit * 0.5 as top_rounding,
    amounts.recognition as top_recognition,
    amounts.period_basis as top_period_basis
from figures
left join amounts
    on
        figures.landed_key = amounts.landed_key
        and {{ same('figures.sheet', 'amounts.sheet') }}
        and {{ same('figures.table_number', 'amounts.table_number') }}
        and figures.row_number = amounts.row_number
        and figures.line_id = amounts.line_id
        and figures.fiscal_year = amounts.fiscal_year
        and figures.numerator_stage = amounts.stage
