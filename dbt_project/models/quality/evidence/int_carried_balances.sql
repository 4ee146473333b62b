-- What a year leaves over and what the next one opens with, side by side, for each publisher, region, scope, account and
-- unit: as accounts state it, not as budgets plan it. Sides are found by item (carry_over_items) or by the word of the
-- contract (line: balance_carried, balance_brought).
{{ config(materialized='table') }}

{% set owner = ['publisher', 'pair_id', 'region_code', 'scope', 'account', 'organisation_id', 'currency'] %}
{% set balance = (owner + ['side', 'fiscal_year', 'period_end', 'stage_rank']) | join(', ') %}

with items as (
    select * from {{ ref('int_carry_over_items') }}
),

figures as (
    select
        lines.*,
        split_part(lines.contract_id, '.', 1) as publisher,
        coalesce(items.pair_id, 'declared') as pair_id,
        coalesce(items.side, case lines.line when 'balance_carried' then 'closing' else 'opening' end) as side,
        case lines.stage when 'audited' then 1 when 'final' then 2 when 'flash' then 3 else 4 end as stage_rank
    from {{ ref('fct_budget_lines') }} as lines
    left join items on lines.item_id = items.item_id
    where
        lines.is_current
        and lines.row_role in ('leaf', 'balance')
        and lines.stage in ('estimated_outturn', 'flash', 'final', 'audited')
        and lines.period_basis in ('cumulative', 'year', 'stock')
        and (items.item_id is not null or lines.line in ('balance_brought', 'balance_carried'))
),

tables as (
    select
        {{ balance }},
        min(export_id) as export_id,
        min(budget_line_id) as cell,
        -- Up to the end of the year, or not told: a closing balance of June closes nothing.
        min(case when period_basis = 'cumulative' then coalesce(period_months, 0) else 12 end) = 12 as is_year_end,
        sum(amount) as amount,
        sum(display_unit) * 0.5 as rounding
    from figures
    group by {{ balance }}, recognition, landed_key, sheet, table_number
),

agreed as (
    select
        {{ balance }},
        min(export_id) as export_id,
        min(cell) as cell,
        -- Where two tables state the balance, they agree or it stays empty.
        case when min(amount) = max(amount) then max(amount) end as amount,
        max(rounding) as rounding
    from tables
    where side = 'opening' or is_year_end
    group by {{ balance }}
),

-- The balance at the end, and the one stated first in the new year: an opening that is corrected in summer opened nothing.
stated as (
    select
        *,
        row_number() over (
            partition by {{ owner | join(', ') }}, side, fiscal_year
            order by
                stage_rank,
                case when side = 'opening' then period_end end,
                case when side = 'closing' then period_end end desc
        ) as place
    from agreed
),

closings as (
    select * from stated
    where side = 'closing' and place = 1
),

openings as (
    select * from stated
    where side = 'opening' and place = 1
)

select
    {% for column in owner %}
    coalesce(openings.{{ column }}, closings.{{ column }}) as {{ column }},
    {% endfor %}
    coalesce(openings.fiscal_year, closings.fiscal_year + 1) as fiscal_year,
    coalesce(openings.period_end, closings.period_end) as period_end,
    openings.export_id,
    closings.export_id as other_export_id,
    openings.cell as opening_cell,
    closings.cell as closing_cell,
    openings.amount as opening,
    closings.amount as closing,
    coalesce(openings.rounding, 0) + coalesce(closings.rounding, 0) as rounding,
    greatest(coalesce(openings.stage_rank, 0), coalesce(closings.stage_rank, 0)) > 2 as is_provisional
from openings
full join closings
    on
        openings.fiscal_year = closings.fiscal_year + 1
        {% for column in owner %}
        and {{ same('openings.' ~ column, 'closings.' ~ column) }}
        {% endfor %}
