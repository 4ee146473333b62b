-- The two amounts behind each stated rate or growth: of the same row and line where they are printed, the base of
-- growth also as the amount less its printed change; for growth else last year's figure of the line in the contract.
{{ config(materialized='view') }}

with tops as (
    select * from {{ ref('int_stated_tops') }}
    where top_cell is not null
),

amounts as (
    select * from {{ ref('fct_budget_lines') }}
    where is_current and amount is not null
),

changes as (
    select * from {{ ref('fct_stated_figures') }}
    where is_current and measure = 'change' and change_amount is not null
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
    true as is_same_row,
    changes.export_id as base_export_id,
    cast(null as {{ text_type() }}) as base_cell,
    tops.top - changes.change_amount as base,
    tops.top_rounding + changes.display_unit * 0.5 as base_rounding
from tops
inner join changes
    on
        tops.landed_key = changes.landed_key
        and {{ same('tops.sheet', 'changes.sheet') }}
        and {{ same('tops.table_number', 'changes.table_number') }}
        and tops.row_number = changes.row_number
        and tops.line_id = changes.line_id
        and tops.fiscal_year = changes.fiscal_year
        and tops.numerator_stage = changes.numerator_stage
where tops.measure = 'growth'
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
