-- A total score is the sum of its indicators' scores.
with judged as (
    select
        *,
        cast(null as date) as period_end,
        printed_score as observed,
        -- Points for the execution rate that are scored apart may lie anywhere between none and all.
        score + points_apart / 2.0 as expected,
        0.01 + points_apart / 2.0 as tolerance,
        {{ equality_status(
            'printed_score', 'score + points_apart / 2.0', '0.01 + points_apart / 2.0', 'printed_score is not null'
        ) }} as status
    from {{ ref('int_indicator_totals') }}
)

select
    {{ programme_rule_columns(
        'score_arithmetic',
        en={
            'fail': 'The total score is stated as <$observed>, the scores of its indicators add up to <$expected>.',
            'no_data': 'A total score is stated but no score of an indicator.',
            'not_applicable': 'No total score is stated.',
        },
        zh={
            'fail': '总分列为<$observed>，各指标得分之和为<$expected>。',
            'no_data': '列有总分而无指标得分。',
            'not_applicable': '未列总分。',
        },
        pairs=[
            ('the total counts points that the table does not show', '总分含表中未列的分值'),
        ],
        about={'cells': "case when status = 'fail' then cells end"}
    ) }}
from judged
