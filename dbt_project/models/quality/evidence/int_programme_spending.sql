-- Budget and execution of a programme in a year, from the tables of money: expenditure, one reporter at a time; for the
-- whole programme, and for each body that the tables tell apart. Of two reporters the one that states more lines is kept.
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
        organisation_id,
        grouping(organisation_id) = 1 as is_whole,
        count(distinct organisation_id) as n_bodies,
        count(organisation_id) = count(*) as tells_bodies,
        min(period_end) as period_end,
        sum(adopted) as adopted,
        sum(denominator) as budget,
        sum(executed) as executed,
        count(*) as n_lines,
        min(export_id) as export_id
    from last_periods
    where period_end = last_period_end
    group by
        grouping sets (
            (reporter, programme_id, fiscal_year, currency),
            (reporter, programme_id, fiscal_year, currency, organisation_id)
        )
),

ordered as (
    select
        *,
        row_number() over (
            partition by programme_id, fiscal_year, is_whole, organisation_id
            order by n_lines desc, reporter asc, currency asc
        ) as place
    from sums
    where is_whole or organisation_id is not null
)

select * from ordered
where place = 1
