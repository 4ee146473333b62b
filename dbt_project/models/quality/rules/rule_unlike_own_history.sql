-- A value is near what its other years and the growth of its peers let expect.
with judged as (
    select
        reports.*,
        reports.actual_value as observed,
        cast(forecasts.expected_value as decimal(28, 6)) as expected,
        cast(null as decimal(28, 6)) as tolerance,
        forecasts.z_own,
        -- What its whole programme did that year has a reason beyond the figure.
        forecasts.n_together >= 2 and abs(forecasts.z_together) < 2 as moved_together,
        cast(forecasts.n_own as integer) as n_own,
        cast(forecasts.n_peers as integer) as n_peers,
        case
            when not reports.is_series or reports.nature = 'execution' then 'not_applicable'
            -- Of two years nobody can tell which is the odd one.
            when
                forecasts.z_own is null or forecasts.n_own < 2 or (forecasts.n_own < 3 and forecasts.n_peers < 12)
                then 'no_data'
            when abs(forecasts.z_own) > 4.5 then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }} as reports
    left join {{ ref('int_indicator_forecasts') }} as forecasts
        on reports.indicator_report_id = forecasts.indicator_report_id
)

select
    {{ indicator_rule_columns(
        'unlike_own_history',
        en='<$observed> differs from the <$expected> that <n_own> other years and the peers let expect; please explain.',
        zh='填报<$observed>与按<n_own>个其他年度及同类推算的<$expected>差异较大，请说明。',
        pairs=[
            ('a new facility or a closed one', '新建或关停设施'),
            ('a disaster, or recovery from one', '灾害或灾后恢复'),
            ('a merger or a changed definition', '合并或口径变化'),
            ('real success', '确有成效'),
        ],
        strength=milder_where_explained(
            ['definition', 'legal', 'prepaid', 'saving', 'disaster', 'merger', 'facility', 'grant'],
            '(case when coalesce(moved_together, false) then 0.5 else 1.0 end) * least(0.5, 0.05 * abs(z_own))'
        )
    ) }}
from judged
