-- A score of one's own is near the score that an independent review gave.
with judged as (
    select
        *,
        score_claimed as observed,
        review_score as expected,
        0.05 * weight as tolerance,
        {{ ceiling_status('score_claimed', 'review_score', '0.01 + 0.05 * weight', 'review_score is not null') }}
            as status
    from {{ ref('int_indicator_facts') }}
)

select
    {{ indicator_rule_columns(
        'review_gap',
        en='<$observed> points are claimed where the review gave <$expected>.',
        zh='自评<$observed>分，复核<$expected>分。',
        pairs=[
            ('the review had less evidence at hand', '复核时佐证材料不全'),
        ],
        strength='0.7'
    ) }}
from judged
