-- A year opens with what the year before left over. Milder where one of the two is a first figure of accounts not yet closed.
with judged as (
    select
        *,
        opening as observed,
        closing as expected,
        opening - closing as difference_money,
        rounding as tolerance,
        fiscal_year - 1 as last_year,
        {{ equality_status('opening', 'closing', 'rounding') }} as status
    from {{ ref('int_carried_balances') }}
),

results as (
    select
        judged.*,
        case when judged.is_provisional then 'warning' end as severity_here,
        {{ hash_id(['publisher', 'pair_id', 'region_code', 'scope', 'account', 'organisation_id', 'currency', 'fiscal_year']) }}
            as subject_id,
        concat_ws(' ', judged.region_code, cast(judged.fiscal_year as {{ text_type() }}), judged.account) as subject,
        {{ say_by_status({
            'fail': '<fiscal_year> opens with <$observed>, but <last_year> closed with <$expected>: a difference of <$difference_money>.',
            'no_data': 'The balance at the end of <last_year> or at the beginning of <fiscal_year> is not in the book.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '<fiscal_year>年初结余为<$observed>，<last_year>年末结余为<$expected>，相差<$difference_money>。',
            'no_data': '缺<last_year>年末或<fiscal_year>年初结余。',
        }) }} as sentence_zh,
        {{ json_list(['judged.opening_cell', 'judged.closing_cell']) }} as cells,
        {{ alternatives([
            ('balances were moved between funds or accounts at the turn of the year', '年初在账户或资金之间划转了结余'),
            ('the closing was corrected after it was published', '年末数公布后又作了更正'),
            ('the year opens with the carry-over of a reform or a merger', '机构合并或改革带入的结余'),
        ]) }}
    from judged
)

select
    {{ rule_columns('opening_is_last_closing', 'severity_here', about={'export_id': 'coalesce(export_id, other_export_id)'}) }}
from results
