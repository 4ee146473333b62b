-- The two amounts behind each stated rate or growth: of the same row and line where they are printed; for growth else
-- last year's figure of the same line in the same contract.
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
),

tops as (
    select
        figures.*,
        amounts.budget_line_id as top_cell,
        amounts.amount as top,
        amounts.display_unit * 0.5 as top_rounding,
        amounts.recognition as top_recognition,
        amounts.period_basis as top_period_basis
    from figures
    inner join amounts
        on
            figures.landed_key = amounts.landed_key
            and {{ same('figures.sheet', 'amounts.sheet') }}
            and {{ same('figures.table_number', 'amounts.table_number') }}
            and figures.row_number = amounts.row_number
            and figures.line_id = amounts.line_id
            and figures.fiscal_year = amounts.fiscal_year
            and figures.numerator_stage = amounts.stage
)

select
    tops.*,  -- noqa: AM04
    true as is_same_row,
    bases.export_id as base_export_id,
    bases.budget_line_id as base_cell,
    bases.amount as base,
    bases.display_unit * 0.5 as base_rounding
from tops
inner join amounts as bases
    on
        tops.landed_key = bases.landed_key
        and {{ same('tops.sheet', 'bases.sheet') }}
        and {{ same('tops.table_number', 'bases.table_number') }}
        and tops.row_number = bases.row_number
        and tops.line_id = bases.line_id
        and tops.base_stage = bases.stage
        and tops.base_year = bases.fiscal_year
        and (tops.measure = 'rate' or tops.top_recognition = bases.recognition)
union all
select
    tops.*,
    false as is_same_row,
    bases.export_id as base_export_id,
    bases.budget_line_id as base_cell,
    bases.amount as base,
    bases.display_unit * 0.5 as base_rounding
from tops
inner join amounts as bases
    on
        tops.contract_id = bases.contract_id
        and tops.line_id = bases.line_id
        and tops.base_stage = bases.stage
        and tops.top_recognition = bases.recognition
        and tops.base_year = bases.fiscal_year
        and tops.top_period_basis = bases.period_basis
        and month(tops.period_end) = month(bases.period_end)
        and tops.row_role = bases.row_role
where tops.measure = 'growth' and tops.landed_key <> bases.landed_key
