-- A finding is answered within its deadline: explained, waived or corrected. What was confirmed is corrected.
{{ config(materialized='table') }}
with owed as (
    select * from {{ ref('int_rectifications') }}
),

judged as (
    select
        *,
        coalesce({{ days_between('due_on', 'as_of') }}, 0) as observed,
        0 as expected,
        0 as tolerance,
        case when verdict = 'confirmed' then 'confirmed and not corrected' else 'not answered' end as what_en,
        case when verdict = 'confirmed' then '经确认但未整改' else '未答复' end as what_zh,
        {{ hash_id(['rule_id', 'rule_version', 'subject_id']) }} as overdue_finding_id,
        case
            when severity_now = 'info' then 'not_applicable'
            when due_on is null then 'pass'
            when is_overdue then 'fail'
            else 'not_due'
        end as status
    from owed
)

select
    {{ rule_columns('rectification_overdue', about={
        'subject_id': hash_id(['rule_id', 'subject_id']),
        'subject': "concat_ws(': ', rule_id, subject)",
        'other_export_id': 'null',
        'programme_id': 'programme_id',
        'indicator_id': 'indicator_id',
        'about_id': 'about_id',
        'difference_money': 'null',
        'cells': "case when status = 'fail' then cells end",
        'sentence_en': say_by_status({
            'fail': 'Finding <overdue_finding_id> (<rule_id>) is <what_en>; it was due on <due_on>, <observed> days before <as_of>.',
            'not_due': 'The answer is due on <due_on>.',
            'not_applicable': 'Information asks for no answer.',
        }),
        'sentence_zh': say_by_status({
            'fail': '问题<overdue_finding_id>（<rule_id>）<what_zh>，应于<due_on>前办结，至<as_of>已逾期<observed>日。',
            'not_due': '应于<due_on>前答复。',
            'not_applicable': '提示性事项，无需答复。',
        }),
        'alternatives': innocent([
            ('the answer was given on paper and is not in the ledger yet', '已书面答复，尚未登记'),
            ('public holidays lie in between; they are not known here', '期间有法定节假日，本系统未计'),
        ], 0),
        'alternatives_zh': innocent([
            ('the answer was given on paper and is not in the ledger yet', '已书面答复，尚未登记'),
            ('public holidays lie in between; they are not known here', '期间有法定节假日，本系统未计'),
        ], 1),
    }) }}
from judged
