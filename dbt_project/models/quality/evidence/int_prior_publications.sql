-- Each stated growth with what other publications said of the year before, if any: the same line under the same
-- caliber, the same period of the year, and a stage that growth may be counted from. Codes outlast names: an item that
-- is known is compared by its code, whatever it was called that year.
{{ config(materialized='view') }}
{% set caliber = ['kind', 'region_code', 'scope', 'account', 'line', 'netting', 'source', 'currency', 'row_role',
    'period_basis', 'economic_item_id', 'organisation_id', 'programme_id', 'fund_code', 'fund_name'] %}

with growths as (
    select
        *,
        comparison in ('base_restated', 'current_adjusted', 'approximate') as is_restated,
        power(10, -coalesce(printed_decimals, 0)) / 2 as half_digit,
        top as top_amount
    from {{ ref('int_stated_tops') }}
    where measure = 'growth'
),

items as (
    select item_id, system || ' ' || item_code as series_item from {{ ref('dim_items') }}
    where not is_unmapped
),

amounts as (
    select
        lines.*,  -- noqa: AM04
        lines.comparison in ('base_restated', 'current_adjusted', 'approximate') as is_restated,
        coalesce(items.series_item, lines.line_id) as series_item
    from {{ ref('fct_budget_lines') }} as lines
    left join items on lines.item_id = items.item_id
    where
        lines.is_current
        and lines.amount is not null
        and lines.fiscal_year in (select fiscal_year from growths union all select fiscal_year - 1 from growths)
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
left join amounts as tops on growths.top_cell = tops.budget_line_id
left join amounts as bases
    on
        growths.contract_id <> bases.contract_id
        and tops.fiscal_year - 1 = bases.fiscal_year
        and tops.series_item = bases.series_item
        {% for column in caliber %}
        and {{ same('tops.' ~ column, 'bases.' ~ column) }}
        {% endfor %}
        and month(tops.period_end) = month(bases.period_end)
        -- Growth is over what was received or spent, or over the same stage of the year before.
        and (bases.stage in ('flash', 'final', 'audited') or growths.numerator_stage = bases.stage)
        -- Over a base that may be zero, and of a figure below zero, nothing can be said.
        and bases.amount > bases.display_unit
        and growths.top >= growths.top_rounding
