-- A control total that the contract asks for is met by the file.
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
        {{ say_by_status({
            'fail': '<control_sentence>: <$expected> is expected, the file gives <$observed>.',
            'no_data': 'The figure that the control total asks for is not in the file.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '控制数“<control_name>”应为<$expected>，文件为<$observed>。',
            'no_data': '文件中没有控制数所要求的数字。',
        }) }} as sentence_zh,
        case when judged.row_number is not null then {{ cell_list([], of='judged') }} end as cells,
        {{ alternatives([
            ('the publisher restated the file after the control total was noted', '控制数登记之后发布方修订了文件'),
        ]) }}
    from judged
)

select
    {{ rule_columns('control_total') }}
from results
