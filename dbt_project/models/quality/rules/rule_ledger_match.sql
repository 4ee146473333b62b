-- What a unit states as spent on a programme is what the ledger of payments says.
with stated as (
    select
        programme_id,
        fiscal_year,
        currency,
        min(region_code) as region_code,
        min(organisation_id) as organisation_id,
        min(export_id) as export_id,
        min(period_end) as period_end,
        sum(amount) as observed,
        sum(display_unit) / 2 as rounding,
        min(budget_line_id) as figure_id
    from {{ ref('fct_budget_lines') }}
    where
        is_current and row_role = 'leaf' and source_role = 'primary' and kind = 'expenditure' and stage = 'final'
        and period_basis = 'year' and recognition = 'cash_paid' and programme_id is not null
    group by contract_id, programme_id, fiscal_year, currency
),

judged as (
    select
        stated.*,
        ledgers.ledger_paid as expected,
        ledgers.ledger_export_id as other_export_id,
        ledgers.ledger_line_id,
        stated.observed - ledgers.ledger_paid as difference_money,
        stated.rounding + ledgers.ledger_rounding as tolerance,
        {{ equality_status('stated.observed', 'ledgers.ledger_paid', 'stated.rounding + ledgers.ledger_rounding') }} as status
    from stated
    left join {{ ref('int_programme_ledgers') }} as ledgers
        on
            stated.programme_id = ledgers.programme_id and stated.fiscal_year = ledgers.fiscal_year
            and stated.currency = ledgers.currency
),

results as (
    select
        judged.*,
        {{ hash_id(['judged.export_id', 'judged.programme_id', 'judged.fiscal_year', 'judged.currency']) }} as subject_id,
        concat_ws(
            ' / ', coalesce(organisations.organisation_name, judged.region_code), programmes.programme_name,
            cast(judged.fiscal_year as {{ text_type() }})
        ) as subject,
        {{ say_by_status({
            'fail': '<$observed> is stated as spent, the ledger holds payments of <$expected>.',
            'no_data': 'No ledger of this programme is in the book.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '列支<$observed>，支付台账为<$expected>。',
            'no_data': '账中无该项目支付台账。',
        }) }} as sentence_zh,
        {{ json_list(['judged.figure_id', 'judged.ledger_line_id']) }} as cells,
        {{ alternatives([
            ('payments at the turn of the year were booked in different years', '跨年支付的入账年度不同'),
            ('part of the programme was paid from money outside the ledger', '部分支出由台账以外资金支付'),
        ]) }}
    from judged
    left join {{ ref('dim_organisations') }} as organisations on judged.organisation_id = organisations.organisation_id
    left join {{ ref('dim_programmes') }} as programmes on judged.programme_id = programmes.programme_id
)

select
    {{ rule_columns('ledger_match', about={'programme_id': 'programme_id', 'about_id': 'figure_id', 'strength': '0.92'}) }}
from results
