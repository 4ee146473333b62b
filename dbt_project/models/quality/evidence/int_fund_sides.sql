-- Revenue and expenditure of one account, table by table: what the lines of a table add up to, what it prints as its
-- grand total, and whether it claims to be complete, by stating the balance carried over beside figures of its own.
{{ config(materialized='view') }}

{% set fund = ['publisher', 'region_code', 'scope', 'account', 'organisation', 'fiscal_year', 'period_end', 'stage',
    'recognition', 'comparison', 'currency', 'kind'] %}

with transfers as (
    select item_id from {{ ref('dim_items') }}
    where is_transfer
),

parked as (
    select distinct landed_key from {{ ref('stg_parked') }}
),

figures as (
    select
        lines.*,
        split_part(lines.contract_id, '.', 1) as publisher,
        case when lines.scope in ('department', 'unit') then lines.organisation_id end as organisation,
        coalesce(
            case lines.line when 'balance_carried' then 'closing' when 'balance_brought' then 'opening' end, items.side
        ) as side,
        transfers.item_id is not null as is_transfer
    from {{ ref('fct_budget_lines') }} as lines
    left join {{ ref('int_carry_over_items') }} as items on lines.item_id = items.item_id
    left join transfers on lines.item_id = transfers.item_id
    where
        lines.is_current
        and lines.kind in ('revenue', 'expenditure')
        and lines.row_role in ('leaf', 'grand_total', 'balance')
        and (lines.period_basis = 'year' or lines.period_months = 12)
),

tables as (
    select
        {{ fund | join(', ') }},
        landed_key,
        min(export_id) as export_id,
        min(case when side is not null then budget_line_id end) as balance_cell,
        min(case when row_role = 'grand_total' then budget_line_id end) as total_cell,
        sum(case when row_role = 'leaf' or (row_role = 'balance' and side is not null) then amount end) as total,
        case
            when
                min(case when row_role = 'grand_total' then amount end) = max(case when row_role = 'grand_total' then amount end)
                then max(case when row_role = 'grand_total' then amount end)
        end as printed_total,
        sum(case when row_role <> 'grand_total' then display_unit end) * 0.5 as rounding,
        count(
            case
                when row_role <> 'grand_total' and kind = 'revenue' and side = 'opening' then amount
                when row_role <> 'grand_total' and kind = 'expenditure' and side = 'closing' then amount
            end
        ) > 0 as has_balance,
        count(case when row_role = 'leaf' and side is null and not is_transfer then amount end) > 0 as has_own_figures
    from figures
    group by {{ fund | join(', ') }}, landed_key, sheet, table_number
)

select
    {% for column in fund %}
    tables.{{ column }},
    {% endfor %}
    min(tables.export_id) as export_id,
    min(case when tables.has_balance then tables.balance_cell end) as balance_cell,
    min(case when tables.has_balance then tables.total_cell end) as total_cell,
    -- Where several complete tables state the account, they agree or the sum stays empty. What was parked is missing.
    case
        when
            min(case when tables.has_balance and tables.has_own_figures and parked.landed_key is null then tables.total end)
            = max(case when tables.has_balance and tables.has_own_figures and parked.landed_key is null then tables.total end)
            then max(case when tables.has_balance and tables.has_own_figures and parked.landed_key is null then tables.total end)
    end as total,
    max(case when tables.has_balance then tables.printed_total end) as printed_total,
    max(case when tables.has_balance then tables.rounding end) as rounding
from tables
left join parked on tables.landed_key = parked.landed_key
group by
    {% for column in fund %}
    tables.{{ column }}{{ ',' if not loop.last }}
    {% endfor %}
