-- A printed total equals the sum of the figures it is made of, down a column and across a row.
with parts as (
    select * from {{ ref('int_total_parts') }}
),

totals as (
    select * from {{ ref('fct_budget_lines') }}
    where is_current
),

exports as (
    select * from {{ ref('dim_exports') }}
),

sums as (
    select
        direction,
        landed_key,
        sheet,
        table_number,
        total_row,
        total_column,
        count(*) as n_parts,
        count(amount) as n_stated,
        sum(amount) as expected,
        sum(display_unit) as display_units
    from parts
    group by direction, landed_key, sheet, table_number, total_row, total_column
),

compared as (
    select
        sums.*,
        totals.budget_line_id,
        totals.export_id,
        totals.region_code,
        totals.fiscal_year,
        totals.period_end,
        totals.organisation_id,
        totals.column_name,
        totals.amount as observed,
        totals.amount - sums.expected as gap,
        -- AR02: half a display unit for every figure involved. Workbooks hold more digits than they show, so the
        -- coarser of the total's unit and its parts' units counts.
        greatest(sums.display_units, sums.n_parts * totals.display_unit) * 0.5 + totals.display_unit * 0.5 as tolerance,
        coalesce(
            totals.item_name_printed,
            totals.economic_name_printed,
            totals.item_code_printed,
            totals.economic_code_printed,
            ''
        )
            as label
    from sums
    inner join totals
        on
            sums.landed_key = totals.landed_key
            and {{ same('sums.sheet', 'totals.sheet') }}
            and {{ same('sums.table_number', 'totals.table_number') }}
            and sums.total_row = totals.row_number
            and sums.total_column = totals.column_number
),

judged as (
    select
        *,
        {{ equality_status('observed', 'expected', 'tolerance', 'n_stated > 0') }} as status
    from compared
),

evidence as (
    select
        judged.direction,
        judged.budget_line_id,
        {{ json_list_agg('parts.budget_line_id') }} as part_cells
    from judged
    inner join parts
        on
            judged.direction = parts.direction
            and judged.landed_key = parts.landed_key
            and {{ same('judged.sheet', 'parts.sheet') }}
            and {{ same('judged.table_number', 'parts.table_number') }}
            and judged.total_row = parts.total_row
            and judged.total_column = parts.total_column
    where judged.status = 'fail'
    group by judged.direction, judged.budget_line_id
),

results as (
    select
        judged.*,
        exports.contract_id
        || ', row '
        || judged.total_row
        || ', '
        || coalesce(judged.column_name, 'column ' || judged.total_column)
        || case when judged.label <> '' then ' (' || judged.label || ')' else '' end as subject,
        {{ hash_id([
            'judged.direction', 'exports.slot', 'judged.sheet', 'judged.table_number', 'judged.total_row', 'judged.total_column'
        ]) }} as subject_id,
        cast(null as {{ text_type() }}) as other_export_id,
        judged.gap as difference_money,
        {{ say_by_status({
            'fail': 'The printed total is <$observed>, its <n_parts> parts add up to <$expected>: a difference of <$gap>.',
            'no_data': 'The total is blank although its parts are printed.',
            'not_applicable': 'None of the parts is printed.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '表列合计为<$observed>，其<n_parts>个分项之和为<$expected>，相差<$gap>。',
            'no_data': '合计为空，分项有数。',
            'not_applicable': '分项均未填列。',
        }) }} as sentence_zh,
        coalesce(
            replace(evidence.part_cells, '[', '["' || judged.budget_line_id || '",'),
            {{ json_list(['judged.budget_line_id']) }}
        )
            as cells,
        {{ alternatives([
            ('a line that belongs to the total stands elsewhere or was left out of the file', '属于该合计的项目列在别处或未列入本表'),
            ('a blank part stands for an amount that was not printed', '空白分项实际有数但未列出'),
        ]) }}
    from judged
    left join exports on judged.landed_key = exports.landed_key
    left join evidence on judged.direction = evidence.direction and judged.budget_line_id = evidence.budget_line_id
)

select
    {{ rule_columns('roll_up') }}
from results
