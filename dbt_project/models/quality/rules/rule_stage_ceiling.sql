-- Expenditure executed on a line is at most the budget authorised for it, as of the last period of the year that is
-- known.
with lines as (
    select
        *,
        row_number()
            over (partition by reporter, line_id, fiscal_year, comparison, currency order by period_end desc)
            as place
    from {{ ref('fct_execution') }}
    where executed is not null
),

judged as (
    select
        *,
        executed - adjusted as excess,
        {{ ceiling_status('executed', 'adjusted', 'rounding', "kind = 'expenditure'") }} as status
    from lines
    where place = 1
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

items as (
    select
        item_id,
        coalesce(name_local, item_code) as label
    from {{ ref('dim_items') }}
    where not (is_unmapped and name_en is not null)
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
        {{ hash_id(['judged.reporter', 'judged.line_id', 'judged.fiscal_year', 'judged.comparison', 'judged.currency']) }}
            as subject_id,
        concat_ws(' ', judged.region_code, cast(judged.fiscal_year as {{ text_type() }}), classes.label, chapters.label)
            as subject,
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
    left join items as classes on judged.item_id = classes.item_id
    left join items as chapters on judged.economic_item_id = chapters.item_id
    left join cells on judged.execution_id = cells.execution_id
)

select
    {{ rule_columns('stage_ceiling') }}
from results
