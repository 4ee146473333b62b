-- What a unit received from above is what was paid to it: both tables name the receiver and the transfer.
with transfers as (
    select
        line,
        region_code,
        organisation_id,
        fiscal_year,
        period_end,
        period_basis,
        currency,
        trim(item_name_printed) as transfer,
        sum(amount) as amount,
        sum(display_unit) / 2 as rounding,
        min(export_id) as export_id,
        min(budget_line_id) as figure_id
    from {{ ref('fct_budget_lines') }}
    -- Without a receiver that is named, what a region passes on and what it gets from above would meet.
    where
        is_current and row_role = 'leaf' and source_role = 'primary' and stage in ('final', 'flash')
        and line in ('transfer_in', 'transfer_out') and organisation_id is not null and item_name_printed is not null
    group by line, region_code, organisation_id, fiscal_year, period_end, period_basis, currency, trim(item_name_printed)
),

received as (
    select * from transfers
    where line = 'transfer_in'
),

paid as (
    select * from transfers
    where line = 'transfer_out'
),

judged as (
    select
        received.*,
        received.amount as observed,
        paid.amount as expected,
        received.amount - paid.amount as difference_money,
        paid.export_id as other_export_id,
        paid.figure_id as paid_id,
        received.rounding + coalesce(paid.rounding, 0) as tolerance,
        {{ equality_status('received.amount', 'paid.amount', 'received.rounding + coalesce(paid.rounding, 0)') }} as status
    from received
    left join paid
        on
            {% for column in ['region_code', 'organisation_id', 'fiscal_year', 'period_end', 'period_basis', 'currency', 'transfer'] %}
            {{ 'and ' if not loop.first }}{{ same('received.' ~ column, 'paid.' ~ column) }}
            {% endfor %}
),

results as (
    select
        judged.*,
        {{ hash_id([
            'judged.region_code', 'judged.organisation_id', 'judged.fiscal_year', 'judged.period_end', 'judged.transfer'
        ]) }} as subject_id,
        concat_ws(
            ' / ', coalesce(organisations.organisation_name, judged.region_code), judged.transfer,
            cast(judged.fiscal_year as {{ text_type() }})
        ) as subject,
        {{ say_by_status({
            'fail': 'The receiver states <$observed>, the payer <$expected>.',
            'no_data': 'What was paid is not in the book.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '收方列收<$observed>，付方列拨<$expected>。',
            'no_data': '账中无付方数。',
        }) }} as sentence_zh,
        {{ json_list(['judged.figure_id', 'judged.paid_id']) }} as cells,
        {{ alternatives([
            ('money was on its way at the end of the year', '年末资金在途'),
            ('one side counts money that passed through to others', '一方含转拨资金'),
        ]) }}
    from judged
    left join {{ ref('dim_organisations') }} as organisations on judged.organisation_id = organisations.organisation_id
)

select
    {{ rule_columns('transfer_mirror', about={'about_id': 'figure_id', 'strength': '0.9'}) }}
from results
