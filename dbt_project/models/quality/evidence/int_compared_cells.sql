-- The cells behind compared figures that differ: those of the other report first, then the largest lines of the book.
{{ config(materialized='ephemeral') }}

with differing as (
    select * from {{ ref('int_compared_figures') }}
    where abs(observed - expected) > tolerance
),

ancestors as (
    select
        item_id,
        ancestor_code
    from {{ ref('int_item_ancestors') }}
),

lines as (
    select * from {{ ref('fct_budget_lines') }}
    where is_current and row_role in ('leaf', 'grand_total')
),

cells as (
    select distinct
        differing.pair_id,
        differing.class_code,
        lines.budget_line_id,
        lines.row_role,
        lines.amount,
        case when lines.contract_id = differing.contract_id then 1 else 0 end as side
    from differing
    inner join lines
        on
            differing.kind = lines.kind
            and differing.region_code = lines.region_code
            and differing.fiscal_year = lines.fiscal_year
            and differing.period_end = lines.period_end
            and differing.stage = lines.stage
            and (
                (differing.contract_id = lines.contract_id and differing.recognition = lines.recognition)
                or (differing.other_contract_id = lines.contract_id and differing.other_recognition = lines.recognition)
            )
    left join
        ancestors
        on
            case differing.dimension when '1_economic' then lines.economic_item_id else lines.item_id end
            = ancestors.item_id
    where
        (
            differing.dimension = '3_total'
            or (ancestors.ancestor_code = differing.class_code and lines.row_role = 'leaf')
        )
)

select
    pair_id,
    class_code,
    {{ json_list_agg(
        'budget_line_id', "side, case when row_role = 'grand_total' then 0 else 1 end, -abs(amount), budget_line_id"
    ) }} as cells
from cells
group by pair_id, class_code
