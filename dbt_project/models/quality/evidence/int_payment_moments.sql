-- Money of a programme, or of a body's part (int_programme_carriers), at a moment of its year, counted from the start of the
-- year: executed over budget of the tables of money, of the reporter that states most lines. A line without a budget makes the
-- share unknown.
{{ config(materialized='view') }}

with lines as (
    select distinct
        line_id,
        fiscal_year,
        period_end,
        period_months
    from {{ ref('fct_budget_lines') }}
    where
        is_current and row_role = 'leaf' and programme_id is not null and period_months between 1 and 12
        and period_basis in ('cumulative', 'year') and stage in ('flash', 'final')
),

sums as (
    select
        money.programme_id,
        {{ carrier_of('money') }} as organisation_id,
        money.fiscal_year,
        money.period_end,
        max(lines.period_months) as months,
        case when count(*) = count(money.denominator) then sum(cast(money.denominator as double)) end as budget,
        sum(cast(money.executed as double)) as executed,
        row_number()
            over (
                partition by money.programme_id, {{ carrier_of('money') }}, money.fiscal_year, money.period_end
                order by count(*) desc, money.reporter, money.currency
            )
            as place
    from {{ ref('fct_execution') }} as money
    inner join lines
        on
            money.line_id = lines.line_id
            and money.fiscal_year = lines.fiscal_year
            and money.period_end = lines.period_end
    inner join {{ ref('int_programme_carriers') }} as carriers on money.programme_id = carriers.programme_id
    where money.kind = 'expenditure' and money.source_role = 'primary'
    group by money.reporter, money.programme_id, {{ carrier_of('money') }}, money.fiscal_year, money.period_end, money.currency
)

select
    programme_id,
    organisation_id,
    fiscal_year,
    period_end,
    months,
    executed / nullif(budget, 0) as money_share
from sums
where place = 1
