-- A line that a report and its twin both state is stated with the same amount.
with judged as (
    select
        *,
        amount as observed,
        other_amount as expected,
        amount - other_amount as difference_money,
        {{ equality_status('amount', 'other_amount', 'tolerance', 'amount is not null or other_amount is not null') }}
            as status
    from {{ ref('int_twin_lines') }}
),

results as (
    select
        judged.*,
        {{ hash_id([
            'judged.contract_id', 'judged.other_contract_id', 'judged.line_id', 'judged.fiscal_year', 'judged.period_end',
            'judged.period_basis', 'judged.stage', 'judged.recognition', 'judged.currency', 'judged.row_role'
        ]) }} as subject_id,
        concat_ws(
            ' ',
            judged.region_code,
            cast(judged.fiscal_year as {{ text_type() }}),
            judged.stage,
            coalesce(organisations.organisation_name, organisations.organisation_code),
            judged.label
        ) as subject,
        {{ say_by_status({
            'fail': '<contract_id> states <$observed>, <other_contract_id> states <$expected> for the same line: a difference of <$difference_money>.',
            'no_data': 'Only one of <contract_id> and <other_contract_id> states a figure for this line.',
            'not_applicable': 'Neither report states a figure for this line.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '同一项目，<contract_id>列<$observed>，<other_contract_id>列<$expected>，相差<$difference_money>。',
            'no_data': '<contract_id>与<other_contract_id>只有一方列有该项数字。',
            'not_applicable': '两份报告均未列该项数字。',
        }) }} as sentence_zh,
        {{ json_list(['judged.budget_line_id', 'judged.other_budget_line_id']) }} as cells,
        {{ alternatives([
            ('one of the two was corrected after the other had been sent', '其中一份在另一份报送后作过更正'),
            ('the two authorities ask for different scopes under one name', '两个机构以同一名称要求不同口径'),
        ]) }}
    from judged
    left join {{ ref('dim_organisations') }} as organisations on judged.organisation_id = organisations.organisation_id
)

select
    {{ rule_columns('same_line_two_reports', about={'about_id': 'budget_line_id', 'suggested': 'expected'}) }}
from results
