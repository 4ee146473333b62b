-- Expenditure executed on a line is at most the budget authorised for it at that time.
with lines as (
    select * from {{ ref('fct_execution') }}
    where executed is not null
),

judged as (
    select
        *,
        executed - adjusted as excess,
        {{ ceiling_status('executed', 'adjusted', 'rounding', "kind = 'expenditure'") }} as status
    from lines
),

cells as (
    select
        judged.execution_id,
        {{ json_list_agg('amounts.budget_line_id') }} as cells
    from judged
    inner join {{ ref('fct_budget_lines') }} as amounts
        on
            judged.line_id = amounts.line_id
            and judged.fiscal_year = amounts.fiscal_year
    where
        judged.status = 'fail'
        and amounts.is_current
        and amounts.row_role = 'leaf'
        and (
            (amounts.stage = judged.executed_stage and amounts.period_end = judged.period_end)
            or amounts.stage = judged.adjusted_stage
        )
        and amounts.export_id in (judged.budget_export_id, judged.executed_export_id)
    group by judged.execution_id
),

labels as (
    select * from {{ ref('dim_items') }}
),

results as (
    select
        judged.export_id,
        judged.budget_export_id as other_export_id,
        judged.region_code,
        judged.fiscal_year,
        judged.period_end,
        judged.organisation_id,
        judged.status,
        judged.execution_id as subject_id,
        judged.region_code || ' ' || judged.fiscal_year || ' ' || coalesce(labels.name_local, labels.item_code, judged.reporter) as subject,
        judged.executed as observed,
        judged.adjusted as expected,
        judged.excess as difference_money,
        judged.rounding as tolerance,
        {{ say_by_status({
            'fail': '<$executed> was executed (<executed_recognition>) on a line with <$adjusted> authorised: <$excess> too much.',
            'no_data': 'No authorised budget is stated beside the executed amount.',
            'not_applicable': 'Revenue has no ceiling.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '该项目调整后预算<$adjusted>，执行<$executed>，超出<$excess>。',
            'no_data': '未列调整后预算数。',
            'not_applicable': '收入不设上限。',
        }) }} as sentence_zh,
        cells.cells,
        {{ alternatives([
            ('the credit binds at a higher level than the printed line', '预算约束口径高于所列科目层级'),
            ('an open-ended or emergency credit that may be exceeded by law', '依法可超支的据实列支或应急支出'),
            ('the last change of the budget is missing from this file', '最后一次预算调整未列入本表'),
        ]) }}
    from judged
    left join labels on judged.item_id = labels.item_id
    left join cells on judged.execution_id = cells.execution_id
)

select
    {{ rule_columns('stage_ceiling') }}
from results
