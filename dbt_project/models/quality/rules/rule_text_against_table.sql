-- A figure that the report tells in words is the one its table shows.
with narratives as (
    select
        export_id,
        programme_id,
        organisation_id,
        fiscal_year,
        min(indicator_report_id) as told_in,
        max(narrative) as narrative
    from {{ ref('int_indicator_facts') }}
    where narrative is not null and programme_id is not null
    group by export_id, programme_id, organisation_id, fiscal_year
),

facts as (
    select
        facts.*,
        narratives.told_in,
        narratives.narrative as told_narrative,
        row_number() over (partition by narratives.told_in order by facts.row_number, facts.indicator_report_id) as place
    from {{ ref('int_indicator_facts') }} as facts
    inner join narratives
        on
            facts.export_id = narratives.export_id and facts.programme_id = narratives.programme_id
            and {{ same('facts.organisation_id', 'narratives.organisation_id') }}
            and facts.fiscal_year = narratives.fiscal_year
),

-- Every indicator by its name; the money of the programme at its first row, where that is not told itself.
figures as (
    select
        *,
        {{ told_behind('told_narrative', 'indicator_name') }} as told_own,
        case when place = 1 then {{ told_money('told_narrative', '执行[数了]?[为共]?') }} end as told_paid
    from facts
),

told as (
    select
        *,
        coalesce(told_own, told_paid) as told,
        cast(case when told_own is not null then actual_value else executed end as double) as table_value,
        case when told_own is not null then {{ half_digit('actual_decimals') }} else 0 end as table_rounding
    from figures
),

judged as (
    select
        *,
        {{ told_value('told') }} as observed,
        table_value as expected,
        greatest({{ told_rounding('told') }}, table_rounding) * 1.000001 as tolerance,
        {{ equality_status(
            told_value('told'), 'table_value', 'greatest(' ~ told_rounding('told') ~ ', table_rounding) * 1.000001', 'told is not null'
        ) }} as status
    from told
)

select
    {{ indicator_rule_columns(
        'text_against_table',
        en='The text says <$observed>, the table <$expected>.',
        zh='文字表述为<$observed>，表中为<$expected>。',
        pairs=[
            ('the text counts another period or a part', '文字口径或期间不同'),
        ],
        cells=['indicator_report_id', 'told_in'],
        strength='0.9'
    ) }}
from judged
