-- A stated growth equals this year's figure over last year's, as far as the printed digits can tell.
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
    where measure = 'growth'
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
            'fail': 'Growth of <printed> % is stated, but from <$base_amount> to <$top_amount> it is <$expected> %.',
            'no_data': 'The amounts behind the stated figure are not printed.',
            'not_applicable': 'The stated growth is on a restated base, or last year is zero.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '表列增长<printed>%，而由<$base_amount>到<$top_amount>为<$expected>%。',
            'no_data': '所列比率对应的金额未列出。',
            'not_applicable': '增速按调整后基数计算，或上年为零。',
        }) }} as sentence_zh,
        {{ cell_list(['judged.top_cell', 'judged.base_cell'], of='judged') }} as cells,
        {{ alternatives([
            ('growth on a comparable base that was not declared', '按未注明的同口径计算增速'),
            ('the figure of last year was revised later', '上年数其后有修订'),
        ]) }}
    from judged
    left join exports on judged.landed_key = exports.landed_key
)

select
    {{ rule_columns('recomputed_growth') }}
from results
