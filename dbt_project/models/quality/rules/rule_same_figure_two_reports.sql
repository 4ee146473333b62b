-- Two reports of the same figure, under the same caliber, state the same amount. A twin whose lines meet the book's
-- is compared line by line instead (same_line_two_reports).
with met_by_line as (
    select
        contract_id,
        other_contract_id,
        region_code,
        fiscal_year,
        stage
    from {{ ref('int_twin_lines') }}
    group by contract_id, other_contract_id, region_code, fiscal_year, stage
    -- Where most lines are named differently, classes are what can be compared.
    having count(other_amount) >= 0.5 * max(n_twin_lines)
),

compared as (
    select
        figures.*,
        met_by_line.contract_id is not null as is_met_by_line
    from {{ ref('int_compared_figures') }} as figures
    left join met_by_line
        on
            figures.contract_id = met_by_line.contract_id
            and figures.other_contract_id = met_by_line.other_contract_id
            and figures.region_code = met_by_line.region_code
            and figures.fiscal_year = met_by_line.fiscal_year
            and figures.stage = met_by_line.stage
),

judged as (
    select
        *,
        observed - expected as difference_money,
        {{ equality_status(
            'observed', 'expected', 'tolerance', "unlike is null and not is_caliber_question and not is_met_by_line"
        ) }} as status
    from compared
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
            'fail': '<contract_id> adds up to <$observed>, <other_contract_id> publishes <$expected>: a difference of <$difference_money>.',
            'no_data': 'Only one of <contract_id> and <other_contract_id> publishes this class.',
            'not_applicable': 'The reports are not under one caliber here, or are compared line by line.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '<contract_id>合计为<$observed>，<other_contract_id>公布为<$expected>，相差<$difference_money>。',
            'no_data': '<contract_id>与<other_contract_id>只有一方公布该类。',
            'not_applicable': '两份报告在此口径不同，或已逐项比较。',
        }) }} as sentence_zh,
        cells.cells,
        {{ alternatives([
            ('lines of the book have no chapter and are missing from its sum', '部分项目无对应类别，未计入合计'),
            ('the other report was drawn up at another date, before or after a revision', '另一份报告的编制时点不同'),
        ]) }}
    from judged
    left join cells on judged.pair_id = cells.pair_id and judged.class_code = cells.class_code
)

select
    {{ rule_columns('same_figure_two_reports') }}
from results
