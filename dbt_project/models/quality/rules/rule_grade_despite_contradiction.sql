-- No programme is graded good while an error is open in its reports. Reads what the other rules found, and what was answered to it.
{{ config(materialized='table') }}
with against as (
    select * from {{ ref('int_open_contradictions') }}
),

graded as (
    select
        *,
        coalesce(printed_score, case when n_scores > 0 and weight = 100 then score end) as total,
        coalesce(printed_weight, weight, 100) as points
    from {{ ref('int_indicator_totals') }}
    where programme_id is not null
),

found as (
    select
        graded.export_id, graded.organisation_id, graded.programme_id, graded.fiscal_year,
        count(distinct against.rule_id || against.subject_id) as n_open,
        count(distinct against.rule_id) as n_rules,
        min(against.rule_id) as one_rule
    from graded
    inner join against
        on
            graded.programme_id = against.programme_id
            and graded.fiscal_year = against.fiscal_year
            and (against.organisation_id is null or {{ same('graded.organisation_id', 'against.organisation_id') }})
    group by graded.export_id, graded.organisation_id, graded.programme_id, graded.fiscal_year
),

cited as (
    select programme_id, organisation_id, fiscal_year, {{ json_list_agg('distinct figure_id', 'figure_id') }} as figures
    from against
    where figure_id is not null
    group by programme_id, organisation_id, fiscal_year
),

judged as (
    select
        graded.*,
        found.n_open,
        found.one_rule,
        cited.figures,
        cast(null as date) as period_end,
        cast(coalesce(found.n_open, 0) as decimal(38, 6)) as observed,
        0 as expected,
        0 as tolerance,
        coalesce('“' || graded.grade || '”', concat(cast(graded.total as decimal(18, 2)), ' of 100')) as rated_en,
        coalesce('“' || graded.grade || '”', concat(cast(graded.total as decimal(18, 2)), '分')) as rated_zh,
        case
            when found.n_open > 1 then concat(found.n_open, ' contradictions in its reports are')
            else 'a contradiction in its reports is'
        end as open_en,
        case when found.n_rules > 1 then ' and others' end as others_en,
        case when found.n_rules > 1 then '等' end as others_zh,
        case
            when
                not coalesce(
                    case
                        when graded.grade is not null then {{ matches('lower(graded.grade)', '优|良|excellent|good') }}
                        when graded.points = 100 then graded.total >= 80
                    end, false
                ) then 'not_applicable'
            when found.n_open > 0 then 'fail'
            else 'pass'
        end as status
    from graded
    left join found
        on
            graded.export_id = found.export_id
            and {{ same('graded.organisation_id', 'found.organisation_id') }}
            and graded.programme_id = found.programme_id
            and graded.fiscal_year = found.fiscal_year
    left join cited
        on
            graded.programme_id = cited.programme_id
            and {{ same('graded.organisation_id', 'cited.organisation_id') }}
            and graded.fiscal_year = cited.fiscal_year
)

select
    {{ programme_rule_columns(
        'grade_despite_contradiction',
        en={
            'fail': 'The programme is rated <rated_en> while <open_en> open (<one_rule><others_en>).',
            'not_applicable': 'Neither graded good nor given 80 points of 100.',
        },
        zh={
            'fail': '项目评定为<rated_zh>，而其报告尚有<n_open>项矛盾未办结（<one_rule><others_zh>）。',
            'not_applicable': '未评为优、良，得分亦不足80分。',
        },
        pairs=[
            ('the contradiction is a slip that would not change the grade', '所涉矛盾属笔误，不影响等级'),
            ('the grade was given before the contradicting figure was published', '评级早于矛盾数据的公布'),
        ],
        strength='0.2',
        about={
            'subject_id': hash_id(['slot', 'organisation_id', 'programme_id', 'fiscal_year', "'graded'"]),
            'about_id': 'total_report_id',
            'cells': "case when status = 'fail' then coalesce(figures, '[]') end",
        }
    ) }}
from judged
