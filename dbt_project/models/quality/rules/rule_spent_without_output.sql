-- The money is gone and the output is missing.
with judged as (
    select
        *,
        round(100 * output_reached, 4) as observed,
        60 as expected,
        0 as tolerance,
        case
            when n_outputs < 2 then 'not_applicable'
            when execution_share is null then 'no_data'
            when execution_share >= 0.95 and output_reached < 0.6 then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_programme_attainment') }}
)

select
    {{ programme_rule_columns(
        'spent_without_output',
        en={
            'fail': 'The money is spent, but the outputs reach <$observed> % of their targets on average.',
            'no_data': 'Nothing is known of the money.',
            'not_applicable': 'Fewer than two outputs in figures.',
        },
        zh={
            'fail': '资金基本执行完毕，而产出平均仅完成目标的<$observed>%。',
            'no_data': '无预算执行数据。',
            'not_applicable': '数值产出不足两项。',
        },
        pairs=[
            ('money was advanced for work of the next year', '预付次年工作款项'),
            ('prices rose and less could be bought', '价格上涨致实物量减少'),
        ],
        strength=milder_where_explained(
            ['disaster', 'prepaid'],
            '(case when coalesce(z_cost, 2) < 1.5 then 0.6 else 1.0 end) * (0.6 + 0.3 * (1 - output_reached / 0.6))'
        )
    ) }}
from judged
