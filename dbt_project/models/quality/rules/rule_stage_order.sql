-- Of one line no more is paid than was owed, and no more owed than was committed, at the end of one period.
{% set line_year = ['reporter', 'line_id', 'fiscal_year', 'period_end', 'period_basis', 'stage', 'comparison', 'currency'] %}

with steps as (
    select
        *,
        amount - earlier_amount as excess,
        rounding + earlier_rounding as margin
    from {{ ref('int_spending_steps') }}
),

ranked as (
    select
        *,
        count(earlier_amount) over line_year as n_compared,
        min(amount) over line_year as lowest,
        row_number() over (
            partition by {{ line_year | join(', ') }}
            order by coalesce(excess - margin, -1e27) desc, place
        ) as rank_in_line
    from steps
    window line_year as (partition by {{ line_year | join(', ') }})
),

counted as (
    select
        *,
        count(*) over report as n_lines,
        count(case when excess > margin then 1 end) over report as n_above
    from ranked
    where rank_in_line = 1
    window report as (partition by reporter, region_code, fiscal_year, stage)
),

judged as (
    select
        *,
        excess as difference_money,
        margin as tolerance,
        amount as observed,
        earlier_amount as expected,
        {{ of_step('recognition', 'en') }} as step_en,
        {{ of_step('recognition', 'zh') }} as step_zh,
        {{ of_step('earlier_recognition', 'en') }} as earlier_en,
        {{ of_step('earlier_recognition', 'zh') }} as earlier_zh,
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
    from counted
),

cells as (
    select
        judged.line_id,
        judged.export_id,
        judged.fiscal_year,
        judged.period_end,
        judged.stage,
        {{ json_list_agg('amounts.budget_line_id') }} as cells
    from judged
    inner join {{ ref('fct_budget_lines') }} as amounts
        on
            judged.line_id = amounts.line_id
            and judged.fiscal_year = amounts.fiscal_year
            and judged.period_end = amounts.period_end
            and judged.stage = amounts.stage
    where
        judged.status = 'fail'
        and amounts.is_current
        and amounts.row_role = 'leaf'
        and amounts.recognition in (judged.recognition, judged.earlier_recognition)
    group by judged.line_id, judged.export_id, judged.fiscal_year, judged.period_end, judged.stage
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
),

results as (
    select
        judged.*,
        cast(null as {{ text_type() }}) as other_export_id,
        cells.cells,
        {{ hash_id([
            'judged.reporter', 'judged.line_id', 'judged.fiscal_year', 'judged.period_end', 'judged.period_basis', 'judged.stage',
            'judged.comparison', 'judged.currency'
        ]) }} as subject_id,
        concat_ws(' ', judged.region_code, cast(judged.fiscal_year as {{ text_type() }}), judged.label) as subject,
        {{ say_by_status({
            'fail': '<$observed> was <step_en> on a line of which <$expected> was <earlier_en>: <$excess> too much.',
            'no_data': 'Only one step of the spending of this line is stated.',
            'not_applicable': 'Steps of several years are counted here (<n_above> of <n_lines> lines), or a negative figure takes back one of them.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '该项目<earlier_zh><$expected>，<step_zh><$observed>，超出<$excess>。',
            'no_data': '该项目只列了支出的一个环节。',
            'not_applicable': '该表各环节含以前年度数（<n_lines>行中有<n_above>行），或有负数冲回。',
        }) }} as sentence_zh,
        {{ alternatives([
            ('a commitment or a debt of an earlier year was paid in this one', '支付了以前年度的承诺或应付款'),
            ('the two steps are as of different days', '两个环节的统计时点不同'),
        ]) }}
    from judged
    left join cells
        on
            judged.line_id = cells.line_id
            and judged.export_id = cells.export_id
            and judged.fiscal_year = cells.fiscal_year
            and judged.period_end = cells.period_end
            and judged.stage = cells.stage
)

select
    {{ rule_columns('stage_order') }}
from results
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
