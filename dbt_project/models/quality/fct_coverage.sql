-- What every contract should have delivered, by region, fiscal year, stage and account, and whether it came. Where a
-- contract names no day, nothing is called late or missing; nor is a delivery called late that was due before this
-- book was begun.
with exports as (
    select * from {{ ref('dim_exports') }}
    where contract_id is not null and status <> 'reference'
),

deliveries as (
    select * from {{ ref('int_deliveries') }}
),

book as (
    select
        min(known_from) as begun_at,
        max(last_received_at) as last_received_at
    from exports
),

series as (
    select
        contract_id,
        region_code,
        kind,
        stage,
        account,
        coalesce(max(year(period_end) - fiscal_year), 0) as year_offset,
        coalesce(max(substr(cast(period_end as {{ text_type() }}), 5)), '-12-31') as month_day
    from deliveries
    group by contract_id, region_code, kind, stage, account
    union all
    -- A contract of which nothing could be read yet.
    select distinct
        exports.contract_id,
        exports.region_code,
        exports.kind,
        'unknown' as stage,
        'unknown' as account,
        0 as year_offset,
        '-12-31' as month_day
    from exports
    left join deliveries on exports.contract_id = deliveries.contract_id
    where deliveries.contract_id is null
),

calendars as (
    select distinct
        contract_id,
        due,
        {{ json_members('expected_years') }} as expected_year
    from exports
    where expected_years is not null
),

parked as (
    select
        contract_id,
        declared_year as fiscal_year,
        count(*) as n_parked
    from exports
    where status = 'parked'
    group by contract_id, declared_year
),

expected as (
    select
        series.*,
        cast(calendars.expected_year as integer) as fiscal_year,
        max(calendars.due) as due,
        try_cast((cast(calendars.expected_year as integer) + series.year_offset) || series.month_day as date)
            as period_end
    from series
    inner join calendars on series.contract_id = calendars.contract_id
    group by
        series.contract_id,
        series.region_code,
        series.kind,
        series.stage,
        series.account,
        series.year_offset,
        series.month_day,
        cast(calendars.expected_year as integer)
),

cells as (
    select
        coalesce(expected.contract_id, deliveries.contract_id) as contract_id,
        coalesce(expected.region_code, deliveries.region_code) as region_code,
        coalesce(expected.fiscal_year, deliveries.fiscal_year) as fiscal_year,
        coalesce(expected.kind, deliveries.kind) as kind,
        coalesce(expected.stage, deliveries.stage) as stage,
        coalesce(expected.account, deliveries.account) as account,
        expected.fiscal_year is not null as is_expected,
        coalesce(deliveries.n_exports, 0) as n_exports,
        deliveries.first_received_at,
        case
            when length(expected.due) > 5 then try_cast(expected.due as date)
            else {{ next_month_day('expected.period_end', 'expected.due') }}
        end as due_date
    from expected
    full outer join deliveries
        on
            expected.contract_id = deliveries.contract_id
            and {{ same('expected.region_code', 'deliveries.region_code') }}
            and expected.fiscal_year = deliveries.fiscal_year
            and expected.kind = deliveries.kind
            and {{ same('expected.stage', 'deliveries.stage') }}
            and {{ same('expected.account', 'deliveries.account') }}
)

select
    {{ hash_id([
        'cells.contract_id', 'cells.region_code', 'cells.fiscal_year', 'cells.kind', 'cells.stage', 'cells.account'
    ]) }} as coverage_id,
    cells.contract_id,
    cells.region_code,
    cells.fiscal_year,
    cells.kind,
    cells.stage,
    cells.account,
    cells.is_expected,
    cells.n_exports,
    coalesce(parked.n_parked, 0) as n_parked,
    cells.first_received_at,
    cells.due_date,
    case
        when
            cells.n_exports > 0
            and cells.due_date >= cast(book.begun_at as date)
            and cast(cells.first_received_at as date) > cells.due_date
            then 'late'
        when cells.n_exports > 0 then 'received'
        when parked.n_parked > 0 then 'parked'
        when cells.due_date is null then 'no_calendar'
        when cells.due_date < cast(book.last_received_at as date) then 'missing'
        else 'not_due'
    end as status
from cells
cross join book
left join parked on cells.contract_id = parked.contract_id and cells.fiscal_year = parked.fiscal_year
