-- A year's figures are not those of an earlier year: of at least 20 figures that could not agree by chance, fewer than
-- 95 % do.
with judged as (
    select
        *,
        cast(100.0 * n_repeated / n_values as decimal(28, 6)) as observed,
        95 as expected,
        case
            when not has_earlier_year then 'not_applicable'
            when n_values < 20 then 'no_data'
            when n_repeated >= 0.95 * n_values then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_repeated_values') }}
),

results as (
    select
        judged.*,
        cast(null as date) as period_end,
        cast(null as {{ text_type() }}) as organisation_id,
        cast(null as decimal(38, 4)) as difference_money,
        0 as tolerance,
        {{ hash_id(['judged.content', 'judged.contract_id', 'judged.region_code', 'judged.fiscal_year']) }}
            as subject_id,
        judged.contract_id
        || ' '
        || judged.region_code
        || ' '
        || judged.fiscal_year
        || ' ('
        || judged.content
        || ')' as subject,
        {{ say_by_status({
            'fail': '<n_repeated> of <n_values> figures of <fiscal_year> (<content>) are exactly those of <other_year>.',
            'no_data': 'Only <n_values> figures are telling enough; 20 are needed.',
            'not_applicable': 'No earlier year of this contract is known.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '<fiscal_year>年<n_values>个数值中有<n_repeated>个与<other_year>年完全相同。',
            'no_data': '可比数值仅<n_values>个，不足20个。',
            'not_applicable': '该报表没有更早年度的数据。',
        }) }} as sentence_zh,
        concat_ws(
            '',
            '[{"export_id": ',
            {{ json_value('judged.export_id') }},
            '}, {"export_id": ',
            {{ json_value('judged.other_export_id') }},
            '}]'
        ) as cells,
        {{ alternatives([
            ('targets that are fixed for several years by plan or by law', '规划或法规规定的多年不变的目标'),
            ('a budget prolonged from the year before', '沿用上年预算'),
        ]) }}
    from judged
)

select
    {{ rule_columns('content_repeats_other_year') }}
from results
