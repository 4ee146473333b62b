-- Budget and execution of a programme in a year, from the tables of money: expenditure, one reporter at a time.
-- A programme that two reporters state keeps the one that states more lines.
with lines as (
    select * from {{ ref('fct_execution') }}
    where kind = 'expenditure' and source_role = 'primary' and programme_id is not null
),

last_periods as (
    select
        *,
        max(period_end) over (partition by reporter, programme_id, fiscal_year, currency) as last_period_end
    from lines
),

sums as (
    select
        reporter,
        programme_id,
        fiscal_year,
        currency,
        min(period_end) as period_end,
        sum(adopted) as adopted,
        sum(denominator) as budget,
        sum(executed) as executed,
        count(*) as n_lines
    from last_periods
    where period_end = last_period_end
    group by reporter, programme_id, fiscal_year, currency
),

ordered as (
    select
        *,
        row_number() over (partition by programme_id, fiscal_year order by n_lines desc, reporter, currency) as place
    from sums
)

select
    programme_id,
    fiscal_year,
    period_end,
    currency,
    reporter,
    adopted,
    budget,
    executed,
    n_lines
from ordered
where place = 1
