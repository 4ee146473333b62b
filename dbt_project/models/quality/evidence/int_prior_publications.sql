-- Each stated growth with what other publications said of the year before, if any: the same line, the same period of
-- the year, and a stage that growth may be counted from.
{{ config(materialized='view') }}

with amounts as (
    select
        *,
        comparison in ('base_restated', 'current_adjusted', 'approximate') as is_restated
    from {{ ref('fct_budget_lines') }}
    where is_current and amount is not null
),

growths as (
    select
        *,
        comparison in ('base_restated', 'current_adjusted', 'approximate') as is_restated,
        power(10, -coalesce(printed_decimals, 0)) / 2 as half_digit,
        top as top_amount
    from {{ ref('int_stated_tops') }}
    where measure = 'growth'
)

select
    growths.*,  -- noqa: AM04
    bases.budget_line_id as base_cell,
    bases.export_id as other_export_id,
    bases.contract_id as other_contract_id,
    bases.stage as published_stage,
    bases.is_restated as is_base_restated,
    bases.amount as base_amount,
    100 * cast(growths.top as double) / cast(bases.amount as double) - 100 as computed,
    100 * cast(growths.top - growths.top_rounding as double)
    / cast(bases.amount + bases.display_unit * 0.5 as double) - 100 as computed_low,
    100 * cast(growths.top + growths.top_rounding as double)
    / cast(bases.amount - bases.display_unit * 0.5 as double) - 100 as computed_high
from growths
left join amounts as bases
    on
        growths.contract_id <> bases.contract_id
        and growths.line_id = bases.line_id
        and growths.fiscal_year - 1 = bases.fiscal_year
        and growths.row_role = bases.row_role
        and growths.top_period_basis = bases.period_basis
        and month(growths.period_end) = month(bases.period_end)
        -- Growth is over what was received or spent, or over the same stage of the year before.
        and (bases.stage in ('flash', 'final', 'audited') or growths.numerator_stage = bases.stage)
        -- Over a base that may be zero, and of a figure below zero, nothing can be said.
        and bases.amount > bases.display_unit
        and growths.top >= growths.top_rounding
