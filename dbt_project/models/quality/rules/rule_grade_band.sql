-- The grade of a programme is that of its total score under the self-evaluation form: 优 from 90, 良 from 80, 中 from 60, 差
-- below. Grades of other forms have bands of their own.
{{ config(materialized='table') }}
with graded as (
    select
        *,
        coalesce(printed_score, case when n_scores > 0 and weight = 100 then score end) as observed,
        case
            when {{ matches('lower(grade)', '优|excellent') }} then 90
            when {{ matches('lower(grade)', '良|good') }} then 80
            when {{ matches('lower(grade)', '中|fair') }} then 60
            when {{ matches('lower(grade)', '差|poor') }} then 0
        end as expected
    from {{ ref('int_indicator_totals') }}
),

judged as (
    select
        *,
        case expected when 90 then 100 when 80 then 90 when 60 then 80 when 0 then 60 end as band_ends,
        0.005 as tolerance,
        cast(null as date) as period_end,
        case
            when grade is null or score_pack is null then 'not_applicable'
            when expected is null or observed is null or coalesce(printed_weight, weight, 100) <> 100 then 'no_data'
            when observed < expected - 0.005 then 'fail'
            when expected < 90 and observed >= case expected when 80 then 90 when 60 then 80 else 60 end + 0.005 then 'fail'
            else 'pass'
        end as status
    from graded
)

select
    {{ programme_rule_columns(
        'grade_band',
        en={
            'fail': 'The grade is “<grade>”, which holds scores from <$expected> up to <$band_ends>; the total score is <$observed>.',
            'no_data': 'No total score of 100 points, or a grade the form does not know.',
            'not_applicable': 'No grade is stated.',
        },
        zh={
            'fail': '等级为“<grade>”（<$expected>至<$band_ends>分），而总分为<$observed>。',
            'no_data': '无百分制总分，或等级不在表式之内。',
            'not_applicable': '未列等级。',
        },
        pairs=[
            ('the local rule pack cuts the bands elsewhere', '当地评分办法的档次划分不同'),
            ('the grade is that of a review, not of the score beside it', '等级为复核等级，与所列得分不同源'),
        ],
        about={
            'subject_id': hash_id(['slot', 'organisation_id', 'programme_id', 'fiscal_year', "'grade'"]),
            'about_id': 'total_report_id',
            'cells': "case when status = 'fail' then cells end",
        }
    ) }}
from judged
