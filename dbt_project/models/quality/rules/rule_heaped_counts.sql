-- Counts that were counted are round no more often than those of others.
with judged as (
    select
        *,
        n_round as observed,
        n_counts * usual_round as expected,
        0 as tolerance,
        case when z_round is null then 'no_data' when z_round > 3.5 then 'fail' else 'pass' end as status
    from {{ ref('int_reporter_patterns') }}
)

select
    {{ reporter_rule_columns(
        'heaped_counts',
        en={
            'fail': '<n_round> of <n_counts> counts end in a zero, where <$expected> would be usual. A reason to look, not a verdict.',
            'no_data': 'Fewer than six counts, or fewer than twenty reporters.',
        },
        zh={
            'fail': '<n_counts>个计数中有<n_round>个以零结尾，通常约为<$expected>个。仅供选取核查对象。',
            'no_data': '计数不足六个，或单位不足二十个。',
        },
        pairs=[
            ('its forms ask for figures rounded to tens', '表式要求取整'),
        ],
        strength='least(0.4, 0.08 * z_round)'
    ) }}
from judged
