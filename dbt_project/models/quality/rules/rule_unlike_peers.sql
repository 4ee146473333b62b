-- A piece of output costs about what it costs the peers of that year; the first year of a reporter can be judged too.
with judged as (
    select
        reports.*,
        cast(peers.cost as decimal(28, 6)) as observed,
        cast(peers.usual_cost as decimal(28, 6)) as expected,
        cast(null as decimal(28, 6)) as tolerance,
        cast(peers.n_peers as integer) as n_peers,
        peers.z_peers,
        case
            when
                not reports.is_series or reports.is_share or reports.nature in ('satisfaction', 'timeliness', 'execution')
                or reports.direction = 'neither' or (reports.nature <> 'cost' and reports.direction <> 'higher')
                then 'not_applicable'
            -- Many figures of one body are its own habit; peers are others.
            when peers.z_peers is null or peers.n_reporters < 8 then 'no_data'
            when abs(peers.z_peers) > 4.5 then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }} as reports
    left join {{ ref('int_peer_costs') }} as peers on reports.indicator_report_id = peers.indicator_report_id
)

select
    {{ indicator_rule_columns(
        'unlike_peers',
        en='A piece costs <$observed> here and usually <$expected> with <n_peers> peers of that year; please explain.',
        zh='每单位成本为<$observed>，同年<n_peers>个同类指标通常为<$expected>，请说明。',
        pairs=[
            ('another kind of output under the same name', '名称相同而内容不同'),
            ('a mountain or island area, or a very small unit', '山区、海岛或规模很小的单位'),
            ('value or money is counted in another unit', '数值或资金计量单位不同'),
            ('part of the money is booked elsewhere', '部分支出列在其他项目'),
        ],
        strength='least(0.5, 0.05 * abs(z_peers))'
    ) }}
from judged
