-- Reported amounts in base units, with their keys, version and address.
{{ config(materialized='view') }}

with figures as (
    select * from {{ ref('int_figures') }}
    where measure = 'amount'
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
    {{ figure_key('exports', 'figures') }} as budget_line_id,
    {{ budget_line_key('figures') }} as line_id,
    {{ caliber_key('figures') }} as caliber_id,
    cast(figures.amount_reported * figures.unit_scale as decimal(28, 4)) as amount,
    {{ unknown_dimensions('figures') }} as unknown_dimensions
from figures
left join exports on figures.landed_key = exports.landed_key
