-- A stated rate equals its numerator over its denominator, as far as the printed digits can tell.
with exports as (
    select * from {{ ref('dim_exports') }}
),

judged as (
    select
        *,
        base_export_id as other_export_id,
        stated_percent as observed,
        cast(computed as decimal(28, 6)) as expected,
        half_digit + (computed_high - computed_low) / 2 as tolerance,
        cast((stated_percent - computed) / 100 * cast(base_amount as double) as decimal(28, 4)) as difference_money
    from {{ ref('int_stated_ratios') }}
    where measure = 'rate'
),

results as (
    select
        judged.*,
        {{ hash_id([
            'exports.slot', 'judged.sheet', 'judged.table_number', 'judged.row_number', 'judged.column_number'
        ]) }} as subject_id,
        exports.contract_id
        || ', row '
        || judged.row_number
        || ', '
        || coalesce(judged.column_name, 'column ' || judged.column_number)
            as subject,
        {{ say_by_status({
            'fail': 'A rate of <printed> % is stated, but <$top_amount> over <$base_amount> is <$expected> %.',
            'no_data': 'The amounts behind the stated figure are not printed.',
            'not_applicable': 'The stated rate names no stages, or its denominator is zero.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '表列比率为<printed>%，而<$top_amount>除以<$base_amount>为<$expected>%。',
            'no_data': '所列比率对应的金额未列出。',
            'not_applicable': '未注明比率口径，或分母为零。',
        }) }} as sentence_zh,
        {{ cell_list(['judged.top_cell', 'judged.base_cell'], of='judged') }} as cells,
        {{ alternatives([
            ('the rate is over another budget stage than its heading says', '比率所用分母并非表头所示的预算口径'),
            ('the rate was computed before the last revision of the amounts', '比率在金额最后修订之前算出'),
        ]) }}
    from judged
    left join exports on judged.landed_key = exports.landed_key
)

select
    {{ rule_columns('recomputed_rate') }}
from results
