-- A value that would be as expected if it were ten, a hundred, a thousand … times smaller or larger was probably
-- counted in another unit.
with judged as (
    select
        reports.*,
        reports.actual_value as observed,
        cast(forecasts.slip_value as decimal(28, 6)) as expected,
        0 as tolerance,
        cast(forecasts.slip_power as integer) as slip_power,
        cast(forecasts.slip_value as decimal(28, 6)) as slip_value,
        cast(forecasts.expected_value as decimal(28, 6)) as expected_value,
        case
            when reports.is_share or not reports.is_series then 'not_applicable'
            when forecasts.n_own is null or forecasts.n_own < 1 or forecasts.n_peers < 5 then 'no_data'
            when forecasts.slip_power is null then 'pass'
            else 'fail'
        end as status
    from {{ ref('int_indicator_facts') }} as reports
    left join {{ ref('int_indicator_forecasts') }} as forecasts
        on reports.indicator_report_id = forecasts.indicator_report_id
)

select
    {{ indicator_rule_columns(
        'unit_slip',
        en={
            'fail': '<$observed> is reported where other years and peers let expect about <$expected_value>: 10 to the power of <slip_power> too much fits, which would make <$slip_value>.',
            'no_data': 'Nothing else is known of this indicator.',
            'not_applicable': 'A share, or a value that does not speak for its period.',
        },
        zh={
            'fail': '填报值<$observed>，按其他年度及同类推算约为<$expected_value>；疑为计量单位错位（10的<slip_power>次方），应为<$slip_value>。',
            'no_data': '无其他年度数据可比。',
            'not_applicable': '比率指标，或非该期间代表值。',
        },
        pairs=[
            ('the indicator really grew manyfold', '指标确有成倍增长'),
            ('the unit was changed with notice', '计量单位已公告变更'),
        ],
        strength='0.97',
        suggested='slip_value'
    ) }}
from judged
