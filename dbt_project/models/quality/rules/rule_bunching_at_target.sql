-- Results do not crowd just above their targets where the results further off, on both sides, let expect fewer of them.
with judged as (
    select
        *,
        n_above as observed,
        round(usual_above, 4) as expected,
        0 as tolerance,
        case
            when n_figures < 100 or n_near < 20 then 'no_data'
            -- Curves are not quite normal: shares that come near their whole are skewed, which makes up to a fifth of the odds.
            when tail < 0.001 and n_above * (n_near - usual_above) > 1.25 * usual_above * n_below then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_attainment_windows') }}
)

select
    {{ reporter_rule_columns(
        'bunching_at_target',
        en={
            'fail': 'Of <n_figures> results <n_above> lie just above their target and <n_below> just below it (3 %, of shares 1.5 %); as results further off lie, <$expected> above would be usual. Effort crowds there too. A reason to look, not a verdict.',
            'no_data': 'Fewer than a hundred results with a target, or fewer than twenty just above and below it.',
        },
        zh={
            'fail': '<n_figures>个结果中，<n_above>个略高于目标，<n_below>个略低于目标（相差3%以内，比率类1.5%以内）；按较远处结果的分布，通常约有<$expected>个略高于目标。努力达标也会如此集中。仅供选取核查对象。',
            'no_data': '有目标的结果不足一百个，或紧邻目标的不足二十个。',
        },
        pairs=[
            ('work goes on until the target is met and stops there', '工作做到达标为止'),
            ('targets are what was expected, rounded down', '目标由预计数向下取整而来'),
            ('what is bought or granted was planned to this amount', '采购或补助量按计划确定'),
        ],
        strength="case when status = 'fail' then least(0.4, 0.2 + 0.1 * ln(observed * (n_near - usual_above) / (usual_above * greatest(n_below, 0.5)))) end",
        subject_id='subject_id',
        subject='subject'
    ) }}
from judged
