-- Expenditure executed on a line is at most the budget authorised for it, as of the last period of the year that is
-- known.
with lines as (
    select * from {{ ref('int_ceilings') }}
),

levels as (
    select
        reporter,
        level_id,
        fiscal_year,
        comparison,
        currency,
        min(export_id) as export_id,
        min(budget_export_id) as budget_export_id,
        any_value(kind) as kind,
        any_value(region_code) as region_code,
        any_value(has_ceiling) as has_ceiling,
        min(level_label) as level_label,
        max(period_end) as period_end,
        case when min(organisation_id) = max(organisation_id) then min(organisation_id) end as organisation_id,
        min(executed_recognition) as executed_recognition,
        sum(executed) as executed,
        sum(adjusted) as adjusted,
        sum(rounding) as rounding
    from lines
    group by reporter, level_id, fiscal_year, comparison, currency
),

judged as (
    select
        *,
        executed - adjusted as excess,
        {{ ceiling_status('executed', 'adjusted', 'rounding', "kind = 'expenditure' and has_ceiling") }} as status
    from levels
),

cells as (
    select
        judged.reporter,
        judged.level_id,
        judged.fiscal_year,
        {{ json_list_agg('amounts.budget_line_id') }} as cells
    from judged
    inner join lines
        on
            judged.reporter = lines.reporter
            and judged.level_id = lines.level_id
            and judged.fiscal_year = lines.fiscal_year
    inner join {{ ref('fct_budget_lines') }} as amounts
        on lines.line_id = amounts.line_id and lines.fiscal_year = amounts.fiscal_year
    where
        judged.status = 'fail'
        and amounts.is_current
        and amounts.row_role = 'leaf'
        and (
            (amounts.stage = lines.executed_stage and amounts.period_end = lines.period_end)
            or amounts.stage = lines.adjusted_stage
        )
        and amounts.export_id in (lines.budget_export_id, lines.executed_export_id)
    group by judged.reporter, judged.level_id, judged.fiscal_year
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
        {{ hash_id([
            'judged.reporter', 'judged.level_id', 'judged.fiscal_year', 'judged.comparison', 'judged.currency'
        ]) }} as subject_id,
        concat_ws(' ', judged.region_code, cast(judged.fiscal_year as {{ text_type() }}), judged.level_label)
            as subject,
        judged.executed as observed,
        judged.adjusted as expected,
        judged.excess as difference_money,
        judged.rounding as tolerance,
        {{ say_by_status({
            'fail': '<$executed> was executed (<executed_recognition>) on a line with <$adjusted> authorised: <$excess> too much.',
            'no_data': 'No authorised budget is stated beside the executed amount.',
            'not_applicable': 'Revenue, and accounts whose budget does not bind, have no ceiling.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '该项目调整后预算<$adjusted>，执行<$executed>，超出<$excess>。',
            'no_data': '未列调整后预算数。',
            'not_applicable': '收入及不受预算约束的账户不设上限。',
        }) }} as sentence_zh,
        cells.cells,
        {{ alternatives([
            ('the credit binds at a higher level than the printed line', '预算约束口径高于所列科目层级'),
            ('an open-ended or emergency credit that may be exceeded by law', '依法可超支的据实列支或应急支出'),
            ('the last change of the budget is missing from this file', '最后一次预算调整未列入本表'),
        ]) }}
    from judged
    left join cells
        on
            judged.reporter = cells.reporter
            and judged.level_id = cells.level_id
            and judged.fiscal_year = cells.fiscal_year
)

select
    {{ rule_columns('stage_ceiling') }}
from results
