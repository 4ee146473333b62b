-- What an account received and was brought is what it spent and carries over. Judged where both balances are stated;
-- elsewhere a line is simply absent. Where both grand totals are printed it is enough that those agree, or the sums of the
-- lines: whether a total is that of its lines is judged by roll_up.
{% set fund = ['publisher', 'region_code', 'scope', 'account', 'organisation', 'fiscal_year', 'period_end', 'stage',
    'recognition', 'comparison', 'currency'] %}

with sources as (
    select * from {{ ref('int_fund_sides') }}
    where kind = 'revenue'
),

uses as (
    select * from {{ ref('int_fund_sides') }}
    where kind = 'expenditure'
),

compared as (
    select
        {% for column in fund %}
        sources.{{ column }},
        {% endfor %}
        sources.export_id,
        uses.export_id as other_export_id,
        sources.organisation as organisation_id,
        sources.printed_total as printed_sources,
        uses.printed_total as printed_uses,
        sources.total as summed_sources,
        uses.total as summed_uses,
        sources.balance_cell as opening_cell,
        uses.balance_cell as closing_cell,
        sources.total_cell as sources_cell,
        uses.total_cell as uses_cell,
        greatest(sources.rounding + uses.rounding, abs(coalesce(uses.printed_total, uses.total)) * 0.000001) as tolerance,
        -- A plan is printed every month again; the last one counts.
        row_number() over (
            partition by
                {% for column in fund if column != 'period_end' %}
                sources.{{ column }}{{ ',' if not loop.last }}
                {% endfor %}
            order by sources.period_end desc
        ) as place
    from sources
    inner join uses
        on
            {% for column in fund %}
            {{ 'and ' if not loop.first }}{{ same('sources.' ~ column, 'uses.' ~ column) }}
            {% endfor %}
),

measured as (
    select
        *,
        printed_sources is not null
        and printed_uses is not null
        and coalesce(abs(summed_sources - summed_uses) > tolerance, true) as is_by_totals
    from compared
    where place = 1
),

judged as (
    select
        *,
        case when is_by_totals then printed_sources else summed_sources end as observed,
        case when is_by_totals then printed_uses else summed_uses end as expected,
        case when is_by_totals then printed_sources - printed_uses else summed_sources - summed_uses end as difference_money,
        {{ equality_status(
            'case when is_by_totals then printed_sources else summed_sources end',
            'case when is_by_totals then printed_uses else summed_uses end',
            'tolerance'
        ) }} as status
    from measured
),

results as (
    select
        judged.*,
        {{ hash_id(fund) }} as subject_id,
        concat_ws(
            ' ',
            judged.region_code,
            cast(judged.fiscal_year as {{ text_type() }}),
            judged.account,
            judged.stage,
            judged.recognition
        ) as subject,
        {{ say_by_status({
            'fail': 'Revenue and what was brought add up to <$observed>, expenditure and what is carried over to <$expected>: a difference of <$difference_money>.',
            'no_data': 'No two tables state both balances carried over, so that a line may be absent.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '收入及上年结转合计为<$observed>，支出及结转下年合计为<$expected>，相差<$difference_money>。',
            'no_data': '表中未列年初或年末结转结余，可能缺项。',
        }) }} as sentence_zh,
        {{ json_list(['judged.opening_cell', 'judged.closing_cell', 'judged.sources_cell', 'judged.uses_cell']) }} as cells,
        {{ alternatives([
            ('a transfer, a loan or a repayment stands in a table that is not in the book', '转移支付、债务收支列在未收录的表中'),
            ('an amount without an item is missing on one side', '某一方有未归类的金额'),
        ]) }}
    from judged
)

select
    {{ rule_columns('fund_balance') }}
from results
