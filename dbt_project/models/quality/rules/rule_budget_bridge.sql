-- The budget first adopted plus its changes equals the budget authorised now.
with changes as (
    select
        landed_key,
        sheet,
        table_number,
        row_number,
        line_id,
        min(export_id) as export_id,
        min(region_code) as region_code,
        min(fiscal_year) as fiscal_year,
        min(period_end) as period_end,
        min(organisation_id) as organisation_id,
        min(column_number) as column_number,
        count(*) as n_columns,
        count(change_amount) as n_stated,
        sum(change_amount) as change,
        sum(display_unit) as display_units
    from {{ ref('fct_stated_figures') }}
    -- A change that names a stage is one against the year before.
    where is_current and measure = 'change' and numerator_stage is null
    group by landed_key, sheet, table_number, row_number, line_id
),

budgets as (
    select
        landed_key,
        sheet,
        table_number,
        row_number,
        line_id,
        max(case when stage = 'adopted' then amount end) as adopted,
        min_by(amount, case stage when 'current_authorised' then 1 when 'adjusted' then 2 end) as authorised,
        max(display_unit) as display_unit,
        min(coalesce(item_name_printed, economic_name_printed, economic_code_printed, item_code_printed)) as label,
        min(case when stage = 'adopted' then budget_line_id end) as adopted_cell,
        min_by(budget_line_id, case stage when 'current_authorised' then 1 when 'adjusted' then 2 end)
            as authorised_cell
    from {{ ref('fct_budget_lines') }}
    where
        is_current
        and stage in ('adopted', 'current_authorised', 'adjusted')
        and landed_key in (select landed_key from changes)
    group by landed_key, sheet, table_number, row_number, line_id
),

exports as (
    select * from {{ ref('dim_exports') }}
),

compared as (
    select
        changes.*,
        budgets.adopted,
        budgets.label,
        budgets.adopted_cell,
        budgets.authorised_cell,
        budgets.authorised as observed,
        case when changes.n_stated = changes.n_columns then budgets.adopted + changes.change end as expected,
        (changes.display_units + 2 * budgets.display_unit) * 0.5 as tolerance,
        budgets.line_id is not null as has_budget
    from changes
    left join budgets
        on
            changes.landed_key = budgets.landed_key
            and {{ same('changes.sheet', 'budgets.sheet') }}
            and {{ same('changes.table_number', 'budgets.table_number') }}
            and changes.row_number = budgets.row_number
            and changes.line_id = budgets.line_id
),

judged as (
    select
        *,
        {{ equality_status('observed', 'expected', 'tolerance', 'has_budget') }} as status
    from compared
),

results as (
    select
        judged.*,
        cast(null as {{ text_type() }}) as other_export_id,
        {{ hash_id(['exports.slot', 'judged.sheet', 'judged.table_number', 'judged.row_number', 'judged.line_id']) }}
            as subject_id,
        exports.contract_id || ', row ' || judged.row_number || coalesce(' (' || judged.label || ')', '') as subject,
        judged.observed - judged.expected as difference_money,
        {{ say_by_status({
            'fail': '<$adopted> adopted and changes of <$change> make <$expected>, but <$observed> is stated as authorised.',
            'no_data': 'The adopted budget, a change or the authorised budget is blank.',
            'not_applicable': 'The row states a change but no budget.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '年初预算<$adopted>加调整<$change>应为<$expected>，表列调整后预算为<$observed>。',
            'no_data': '年初预算、调整数或调整后预算为空。',
            'not_applicable': '该行只列调整数，未列预算数。',
        }) }} as sentence_zh,
        {{ cell_list(['judged.adopted_cell', 'judged.authorised_cell'], of='judged') }} as cells,
        {{ alternatives([
            ('changes of another kind stand in a column that the contract keeps apart', '另有调整列未计入'),
            ('the change column is printed without its sign', '调整列未带正负号'),
        ]) }}
    from judged
    left join exports on judged.landed_key = exports.landed_key
)

select
    {{ rule_columns('budget_bridge') }}
from results
