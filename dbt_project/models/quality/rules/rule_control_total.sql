-- A control total that the contract asks for is met by the file, and what the text of a report states by its table.
with controls as (
    select * from {{ ref('stg_controls') }}
),

exports as (
    select * from {{ ref('dim_exports') }}
    where is_current
),

judged as (
    select
        controls.*,
        exports.slot,
        exports.contract_id,
        exports.region_code,
        exports.declared_year as fiscal_year,
        controls.source = 'narrative' as is_statement,
        -- The two are counted differently, and what stands between them is the whole difference.
        case when controls.bridge is not null then 'info' end as severity,
        case when controls.row_number is not null then {{ cell_address('controls') }} end as text_cell,
        case
            when controls.table_row is not null
                then {{ cell_address('controls', 'table_sheet', 'table_row', 'table_column') }}
        end as table_cell,
        {{ equality_status('controls.observed', 'controls.expected', 'controls.tolerance') }} as status
    from controls
    inner join exports on controls.landed_key = exports.landed_key
),

results as (
    select
        judged.*,
        cast(null as {{ text_type() }}) as other_export_id,
        cast(null as date) as period_end,
        cast(null as {{ text_type() }}) as organisation_id,
        cast(null as decimal(38, 4)) as difference_money,
        {{ hash_id(['judged.slot', 'judged.control_name']) }} as subject_id,
        judged.contract_id || ': ' || judged.control_name as subject,
        case when is_statement then {{ say_by_status({
            'fail': 'The text says <$expected> (“<control_sentence>”), the table <$observed> (<table_sheet>).',
            'no_data': 'The text or the table does not state this figure.',
        }) }} else {{ say_by_status({
            'fail': '<control_sentence>: <$expected> is expected, the file gives <$observed>.',
            'no_data': 'The figure that the control total asks for is not in the file.',
        }) }} end
        || case
            when bridge is null then ''
            else {{ say(' The whole difference is <$bridge>, which only one of them counts.') }}
        end as sentence_en,
        case when is_statement then {{ say_by_status({
            'fail': '正文为<$expected>（“<control_sentence>”），表格为<$observed>（<table_sheet>）。',
            'no_data': '正文或表格未列示该数字。',
        }) }} else {{ say_by_status({
            'fail': '控制数“<control_name>”应为<$expected>，文件为<$observed>。',
            'no_data': '文件中没有控制数所要求的数字。',
        }) }} end
        || case when bridge is null then '' else {{ say('差额<$bridge>系口径差异，仅一方计入。') }} end as sentence_zh,
        '[' || concat_ws(', ', text_cell, table_cell) || ']' as cells,
        {{ alternatives([
            ('the publisher restated the file after the control total was noted', '控制数登记之后发布方修订了文件'),
            ('the text counts something that the table does not, or rounds before it adds', '正文与表格口径或取舍方式不同'),
        ]) }}
    from judged
)

select
    {{ rule_columns('control_total', severity='severity') }}
from results
