-- Of one line no more is paid than was owed, and no more owed than was committed, at the end of one period.
{% set innocents = [
    ('a commitment or a debt of an earlier year was paid in this one', '支付了以前年度的承诺或应付款'),
    ('the two steps are as of different days', '两个环节的统计时点不同'),
] %}
with judged as (
    select
        *,
        {{ of_step('recognition', 'en') }} as step_en,
        {{ of_step('recognition', 'zh') }} as step_zh,
        {{ of_step('earlier_recognition', 'en') }} as earlier_en,
        {{ of_step('earlier_recognition', 'zh') }} as earlier_zh,
        amount as observed,
        earlier_amount as expected,
        case
            when n_compared = 0 then 'no_data'
            -- Cancelled commitments and refunds are negative.
            when lowest < 0 then 'not_applicable'
            when excess <= margin then 'pass'
            -- A slip is rare. Where one line in twenty breaks the order, the report counts the steps of several years:
            -- a credit carried over was committed in the year before.
            when n_above >= 3 and n_above * 20 > n_lines then 'not_applicable'
            else 'fail'
        end as status
    from {{ ref('int_worst_steps') }}
),

-- Reports of spending that state no two steps; one judgement for all their lines.
silent as (
    select
        contract_id,
        region_code,
        fiscal_year,
        stage,
        min(export_id) as export_id,
        max(period_end) as period_end
    from {{ ref('fct_budget_lines') }}
    where
        is_current
        and row_role = 'leaf'
        and kind = 'expenditure'
        and stage in ('estimated_outturn', 'flash', 'final', 'audited')
    group by contract_id, region_code, fiscal_year, stage
    having count(distinct case when period_basis in ('year', 'cumulative') then {{ of_step('recognition', 'place') }} end) < 2
)

select
    {{ rule_columns('stage_order', about={
        'subject': "concat_ws(' ', region_code, cast(fiscal_year as " ~ text_type() ~ '), label)',
        'other_export_id': 'null',
        'difference_money': 'excess',
        'tolerance': 'margin',
        'sentence_en': say_by_status({
            'fail': '<$observed> was <step_en> on a line of which <$expected> was <earlier_en>: <$excess> too much.',
            'no_data': 'Only one step of the spending of this line is stated.',
            'not_applicable': 'Steps of several years are counted here (<n_above> of <n_lines> lines), or a negative figure takes back one of them.',
        }),
        'sentence_zh': say_by_status({
            'fail': '该项目<earlier_zh><$expected>，<step_zh><$observed>，超出<$excess>。',
            'no_data': '该项目只列了支出的一个环节。',
            'not_applicable': '该表各环节含以前年度数（<n_lines>行中有<n_above>行），或有负数冲回。',
        }),
        'cells': "case when status = 'fail' then cells end",
        'alternatives': innocent(innocents, 0),
        'alternatives_zh': innocent(innocents, 1),
    }) }}
from judged
union all
select
    {{ rule_columns('stage_order', about={
        'subject_id': hash_id(['contract_id', 'region_code', 'fiscal_year', 'stage']),
        'subject': "concat_ws(' ', region_code, cast(fiscal_year as " ~ text_type() ~ '), contract_id, stage)',
        'other_export_id': 'null',
        'organisation_id': 'null',
        'status': "'no_data'",
        'observed': 'null',
        'expected': 'null',
        'difference_money': 'null',
        'tolerance': 'null',
        'sentence_en': "'The report states no two steps of its spending.'",
        'sentence_zh': "'该表未列支出的两个环节。'",
        'cells': 'null',
        'alternatives': 'null',
        'alternatives_zh': 'null',
    }) }}
from silent
