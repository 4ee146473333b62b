-- No indicator gets more points than its weight.
with judged as (
    select
        *,
        score_claimed as observed,
        weight as expected,
        0.01 as tolerance,
        {{ ceiling_status('score_claimed', 'weight', '0.01', 'score_claimed is not null') }} as status
    from {{ ref('int_indicator_facts') }}
)

select
    {{ indicator_rule_columns(
        'points_above_weight',
        en='<$observed> points are claimed on a weight of <$expected>.',
        zh='自评得分<$observed>高于权重<$expected>。',
        pairs=[
            ('bonus points that the local form allows', '当地表式允许加分'),
        ]
    ) }}
from judged
