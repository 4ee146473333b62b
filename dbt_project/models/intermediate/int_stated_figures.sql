-- Changes, rates and growth that a table states beside its amounts. A change is money in base units; rates and growth
-- stay percentages.
{{ config(materialized='view') }}

with figures as (
    select * from {{ ref('int_figures') }}
    where measure <> 'amount'
),

exports as (
    select * from {{ ref('stg_exports') }}
)

select
    figures.*,  -- noqa: AM04
    exports.contract_id,
    exports.source_role,
    exports.known_from,
    exports.known_to,
    coalesce(exports.is_current, false) as is_current,
    {{ figure_key('exports', 'figures') }} as stated_figure_id,
    {{ budget_line_key('figures') }} as line_id,
    case when figures.measure = 'change' then cast(figures.amount_reported * figures.unit_scale as decimal(28, 4)) end
        as change_amount,
    case when figures.measure in ('rate', 'growth') then figures.amount_reported end as stated_percent
from figures
left join exports on figures.landed_key = exports.landed_key
