-- A value that would be as expected if it were ten, a hundred, a thousand … times smaller or larger was probably
-- counted in another unit.
with programmes as (
    select
        reports.export_id,
        reports.programme_id,
        reports.fiscal_year,
        reports.period_end,
        count(*) as n_slips
    from {{ ref('int_indicator_forecasts') }} as forecasts
    inner join {{ ref('int_indicator_facts') }} as reports on forecasts.indicator_report_id = reports.indicator_report_id
    where forecasts.slip_power is not null
    group by reports.export_id, reports.programme_id, reports.fiscal_year, reports.period_end
),

slips as (
    select
        reports.*,
        reports.actual_value as observed,
        cast(forecasts.slip_value as decimal(28, 6)) as expected,
        0 as tolerance,
        cast(forecasts.slip_power as integer) as slip_power,
        cast(forecasts.slip_value as decimal(28, 6)) as slip_value,
        cast(forecasts.expected_value as decimal(28, 6)) as expected_value,
        forecasts.n_own,
        forecasts.n_peers,
        forecasts.usual_error,
        coalesce(programmes.n_slips, 0) as n_slips
    from {{ ref('int_indicator_facts') }} as reports
    left join {{ ref('int_indicator_forecasts') }} as forecasts
        on reports.indicator_report_id = forecasts.indicator_report_id
    left join programmes
        on
            reports.export_id = programmes.export_id
            and reports.programme_id = programmes.programme_id
            and reports.fiscal_year = programmes.fiscal_year
            and {{ same('reports.period_end', 'programmes.period_end') }}
),

judged as (
    select
        *,
        case
            when not is_series then 'not_applicable'
            -- Three other years are enough where nobody else reports it.
            when n_own is null or n_own < 1 or (n_own < 3 and n_peers < 5) then 'no_data'
            -- A single month of another year says little of this one.
            when period_months < 12 and n_own < 3 then 'no_data'
            when slip_power is null then 'pass'
            -- Small counts change tenfold by themselves, and so does what is never the same two years running.
            when
                not is_share and coalesce(actual_decimals, 0) = 0
                and greatest(abs(actual_value), abs(slip_value)) < case when abs(slip_power) = 1 then 100 else 20 end
                then 'pass'
            -- One whole digit is near some power of ten of nearly everything.
            when abs(actual_value) < 10 and actual_value = floor(actual_value) then 'pass'
            when coalesce(usual_error, 0) > 0.28 * least(abs(slip_power), 2) then 'pass'
            -- What was aimed at is counted in the unit of what is reported: the year was planned so. Nobody plans a thousandfold.
            when
                abs(slip_power) < 3 and not is_share and target_value > 0 and actual_value > 0 and slip_value > 0
                and abs(ln(cast(actual_value as double) / cast(target_value as double)))
                < abs(ln(cast(slip_value as double) / cast(target_value as double)))
                then 'pass'
            -- Of two years nobody can tell which is the odd one, unless the target does.
            when n_own < 2 and coalesce(target_value, 0) <= 0 then 'no_data'
            -- Where several figures of a programme move tenfold together, something happened there.
            when abs(slip_power) = 1 and programme_id is not null and n_slips > 1 then 'pass'
            else 'fail'
        end as status
    from slips
)

select
    {{ indicator_rule_columns(
        'unit_slip',
        en='<$observed> is reported where other years and peers let expect about <$expected_value>. Counted in a unit 10^<slip_power> times as large it would be <$slip_value>, which fits.',
        zh='填报值<$observed>，按其他年度及同类推算约为<$expected_value>；疑为计量单位错位（10的<slip_power>次方），应为<$slip_value>。',
        pairs=[
            ('the indicator really grew manyfold', '指标确有成倍增长'),
            ('the unit was changed with notice', '计量单位已公告变更'),
        ],
        strength='case when abs(slip_power) = 1 then 0.92 else 0.97 end',
        suggested='slip_value'
    ) }}
from judged
