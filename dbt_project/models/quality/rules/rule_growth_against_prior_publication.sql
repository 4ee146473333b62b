-- A stated growth agrees with what another publication said of the year before: the base it implies is the base that
-- was published. A growth on a restated base meets a restated base only.
with exports as (
    select * from {{ ref('dim_exports') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by stated_figure_id
            order by
                case when is_restated = is_base_restated then 0 else 1 end, abs(computed - stated_percent), base_cell
        ) as place
    from {{ ref('int_prior_publications') }}
),

judged as (
    select
        *,
        stated_percent as observed,
        cast(computed as decimal(28, 6)) as expected,
        half_digit + (computed_high - computed_low) / 2 as tolerance,
        cast(cast(top_amount as double) / nullif(1 + stated_percent / 100, 0) as decimal(28, 4)) as implied_amount,
        case
            when numerator_stage is null then 'not_applicable'
            when base_cell is null then 'no_data'
            when is_restated <> is_base_restated then 'not_applicable'
            when stated_percent - half_digit > computed_high + 1e-9 then 'fail'
            when stated_percent + half_digit < computed_low - 1e-9 then 'fail'
            else 'pass'
        end as status
    from ranked
    where place = 1
),

results as (
    select
        judged.*,
        cast(judged.implied_amount - judged.base_amount as decimal(28, 4)) as difference_money,
        {{ hash_id([
            'exports.slot', 'judged.sheet', 'judged.table_number', 'judged.row_number', 'judged.column_number'
        ]) }} as subject_id,
        exports.contract_id || ', row ' || judged.row_number || ', '
        || coalesce(judged.column_name, 'column ' || judged.column_number) as subject,
        {{ say_by_status({
            'fail': 'Growth of <printed> % is stated, from <$implied_amount> then to <$top_amount>; but <other_contract_id> published <$base_amount> (<published_stage>), which makes <$expected> %.',
            'no_data': 'No other publication of the year before is in the book.',
            'not_applicable': 'The stated growth is on a restated base, and no restated base is published.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '表列增长<printed>%，即由<$implied_amount>增至<$top_amount>；而<other_contract_id>公布上年为<$base_amount>（<published_stage>），增长应为<$expected>%。',
            'no_data': '无上年其他公布数可比。',
            'not_applicable': '增速按调整后基数计算，而调整后基数未公布。',
        }) }} as sentence_zh,
        {{ cell_list(['judged.top_cell', 'judged.base_cell'], of='judged') }} as cells,
        {{ alternatives([
            ('growth on a comparable base that was not declared', '按未注明的同口径计算增速'),
            ('the item was redefined between the two years, and the base restated with it', '科目口径调整，基数随之调整'),
            ('the figure of last year was revised after it was published', '上年数公布后又有修订'),
        ]) }}
    from judged
    left join exports on judged.landed_key = exports.landed_key
)

select
    {{ rule_columns('growth_against_prior_publication') }}
from results
