-- A total score is the sum of its indicators' scores.
with judged as (
    select
        totals.*,
        exports.slot,
        exports.contract_id,
        organisations.organisation_name,
        programmes.programme_name,
        cast(null as date) as period_end,
        printed_score as observed,
        -- Points for the execution rate that are scored apart may lie anywhere between none and all.
        score + points_apart / 2.0 as expected,
        0.01 + points_apart / 2.0 as tolerance,
        {{ equality_status(
            'printed_score', 'score + points_apart / 2.0', '0.01 + points_apart / 2.0', 'printed_score is not null'
        ) }} as status
    from {{ ref('int_indicator_totals') }} as totals
    left join {{ ref('dim_exports') }} as exports on totals.export_id = exports.export_id
    left join {{ ref('dim_organisations') }} as organisations on totals.organisation_id = organisations.organisation_id
    left join {{ ref('dim_programme_names') }} as programmes
        on totals.programme_id = programmes.programme_id and {{ same('totals.organisation_id', 'programmes.organisation_id') }}
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
