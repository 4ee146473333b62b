-- What a unit states as spent on a programme is what the ledger of payments says.
{% set report = ['judged.export_id', 'judged.programme_id', 'judged.fiscal_year', 'judged.currency'] %}
with judged as (
    select
        pairs.*,
        pairs.amount as observed,
        pairs.paid as expected,
        pairs.ledger_export_id as other_export_id,
        pairs.amount - pairs.paid as difference_money,
        pairs.rounding + pairs.paid_rounding as tolerance,
        case
            when pairs.agrees_in_all then 'pass'
            else {{ equality_status('pairs.amount', 'pairs.paid', 'pairs.rounding + pairs.paid_rounding') }}
        end as status
    from {{ ref('int_ledger_pairs') }} as pairs
),

results as (
    select
        judged.*,
        case
            when judged.is_one_of_several
                then {{ hash_id(report + ['judged.organisation_id']) }}
            else {{ hash_id(report) }}
        end as subject_id,
        concat_ws(
            ' / ', coalesce(organisations.organisation_name, organisations.organisation_code, judged.region_code),
            coalesce(programmes.programme_name, programmes.programme_code), cast(judged.fiscal_year as {{ text_type() }})
        ) as subject,
        {{ say_by_status({
            'fail': '<$observed> is stated as spent, the ledger holds payments of <$expected>.',
            'no_data': 'No ledger of this programme and of this body alone is in the book.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '列支<$observed>，支付台账为<$expected>。',
            'no_data': '账中无该单位该项目的支付台账。',
        }) }} as sentence_zh,
        {{ json_list(['judged.figure_id', 'judged.ledger_line_id']) }} as cells,
        {{ alternatives([
            ('payments at the turn of the year were booked in different years', '跨年支付的入账年度不同'),
            ('part of the programme was paid from money outside the ledger', '部分支出由台账以外资金支付'),
        ]) }}
    from judged
    left join {{ ref('dim_organisations') }} as organisations on judged.organisation_id = organisations.organisation_id
    left join {{ ref('dim_programme_names') }} as programmes
        on judged.programme_id = programmes.programme_id and {{ same('judged.organisation_id', 'programmes.organisation_id') }}
)

select
    {{ rule_columns('ledger_match', about={'programme_id': 'programme_id', 'about_id': 'figure_id', 'strength': '0.92'}) }}
from results
