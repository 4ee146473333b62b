-- A figure that grew where neither the money nor the other figures of its programme did is not borne out by them.
{% set reasons = ['definition', 'saving', 'prepaid'] %}
{% set expected = 'coalesce(forecasts.expected_together, forecasts.expected_value)' %}
with judged as (
    select
        reports.*,
        reports.actual_value as observed,
        cast({{ expected }} as decimal(28, 6)) as expected,
        cast(0.1 * {{ expected }} as decimal(28, 6)) as tolerance,
        least(-forecasts.z_cost, forecasts.z_together) as z_least,
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
            when reports.actual_value <= 1.1 * {{ expected }} then 'pass'
            when {{ within_count_noise('reports', expected) }} then 'pass'
            when {{ moved_alone('forecasts', 1) }} and coalesce(forecasts.z_register, 9) >= 1 then 'fail'
            else 'pass'
        end as status,
        -- Where outputs move with money hardly more often than against it, it accuses nobody.
        case when money.n_moves >= 100 and money.share_together < 0.6 then 'info' end as severity_here
    from {{ ref('int_indicator_facts') }} as reports
    left join {{ ref('int_indicator_forecasts') }} as forecasts
        on reports.indicator_report_id = forecasts.indicator_report_id
    left join {{ ref('int_money_follows') }} as money on reports.contract_id = money.contract_id
)

select
    {{ indicator_rule_columns(
        'unit_cost',
        en='<$observed> is reported where money and the other figures of the programme let expect about <$expected>; they do not bear the figure out.',
        zh='填报<$observed>，按支出及该项目其他指标推算约为<$expected>，资金与其他指标均不能佐证该产出。',
        pairs=[
            ('a cheaper way of doing the work was found', '采用了更节约的方式'),
            ('the money was booked under another programme or year', '支出列在其他项目或年度'),
            ('work paid for earlier was finished this year', '前期已付款的工作于本年完工'),
        ],
        strength=milder_where_explained(reasons, 'least(0.88, 0.46 + 0.08 * z_least)'),
        severity='severity_here',
        suggested='expected'
    ) }}
from judged
