-- More output than before for less money than before each is unlike the own history of the indicator.
with judged as (
    select
        reports.*,
        reports.actual_value as observed,
        cast(forecasts.expected_value as decimal(28, 6)) as expected,
        cast(0.25 * forecasts.expected_value as decimal(28, 6)) as tolerance,
        forecasts.z_own,
        forecasts.z_cost,
        forecasts.z_register,
        cast(forecasts.n_own as integer) as n_own,
        cast(forecasts.n_peers as integer) as n_peers,
        case
            when
                reports.direction <> 'higher' or reports.is_share
                or reports.nature in ('cost', 'satisfaction', 'timeliness', 'execution')
                then 'not_applicable'
            when
                forecasts.z_cost is null or forecasts.z_own is null or forecasts.n_peers < 12 or forecasts.n_own < 3
                then 'no_data'
            when forecasts.slip_power is not null then 'pass'
            -- Both must be unlike: more output with more money, or a saving with the usual output, is neither.
            when
                forecasts.z_own >= 2.5 and forecasts.z_cost <= -2.5 and forecasts.z_own - forecasts.z_cost >= 6
                and reports.actual_value > 1.15 * forecasts.expected_value
                and coalesce(forecasts.z_register, 9) >= 1
                then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }} as reports
    left join {{ ref('int_indicator_forecasts') }} as forecasts
        on reports.indicator_report_id = forecasts.indicator_report_id
)

select
    {{ indicator_rule_columns(
        'unit_cost',
        en={
            'fail': '<$observed> is reported where about <$expected> was to be expected, and the money did not rise with it: the money does not bear the figure out.',
            'no_data': 'Too little is known of output or money.',
            'not_applicable': 'No output that money buys.',
        },
        zh={
            'fail': '填报<$observed>，按历年及同类推算约为<$expected>，而支出并未相应增加，资金不能佐证该产出。',
            'no_data': '产出或资金数据不足。',
            'not_applicable': '非以资金换取的产出。',
        },
        pairs=[
            ('a cheaper way of doing the work was found', '采用了更节约的方式'),
            ('the money was booked under another programme or year', '支出列在其他项目或年度'),
            ('work paid for earlier was finished this year', '前期已付款的工作于本年完工'),
        ],
        strength='least(0.85, 0.4 + 0.035 * (z_own - z_cost))',
        suggested='expected'
    ) }}
from judged
