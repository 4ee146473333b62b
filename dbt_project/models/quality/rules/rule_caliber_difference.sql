-- What two reports state for transfers differs by what their calibers leave out: a difference to know of, not a
-- contradiction.
with judged as (
    select
        *,
        observed - expected as difference_money,
        {{ equality_status('observed', 'expected', 'tolerance', "unlike is null") }} as status
    from {{ ref('int_compared_figures') }}
    where is_caliber_question
),

cells as (
    select * from {{ ref('int_compared_cells') }}
),

results as (
    select
        judged.*,
        cast(null as {{ text_type() }}) as organisation_id,
        {{ hash_id(['judged.pair_id', 'judged.class_code']) }} as subject_id,
        concat_ws(
            ' ',
            judged.region_code,
            cast(judged.fiscal_year as {{ text_type() }}),
            judged.stage,
            judged.recognition,
            judged.class_code,
            judged.class_name
        ) as subject,
        {{ say_by_status({
            'fail': '<contract_id> (<netting>) states <$observed> of transfers, <other_contract_id> (<other_netting>) <$expected>: the calibers differ by <$difference_money>.',
            'no_data': 'Only one of <contract_id> and <other_contract_id> publishes this class.',
            'not_applicable': 'The reports differ in more than netting.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '转移项目：<contract_id>（<netting>）为<$observed>，<other_contract_id>（<other_netting>）为<$expected>，口径差为<$difference_money>。',
            'no_data': '<contract_id>与<other_contract_id>只有一方公布该类。',
            'not_applicable': '两份报告除抵消口径外还有其他口径不同。',
        }) }} as sentence_zh,
        cells.cells,
        {{ alternatives([
            ('transfers to own agencies are eliminated in one report and kept in the other', '一方抵消了对所属机构的转移，另一方未抵消'),
        ]) }}
    from judged
    left join cells on judged.pair_id = cells.pair_id and judged.class_code = cells.class_code
)

select
    {{ rule_columns('caliber_difference') }}
from results
