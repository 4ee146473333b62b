-- A figure that is not round is not the same two years in a row, unless chance may well repeat it: a count of hundreds that usually
-- moves by a few percent does so once in a hundred years.
{% set rare, seldom = 0.001, 0.005 %}
with figures as (
    select
        facts.*,
        -- Three significant digits that do not end in 0 or 5: a stock or a standard repeats, a count rarely does.
        not coalesce(facts.is_norm, false) and facts.nature not in ('satisfaction', 'timeliness') and abs(facts.actual_value) >= 100
        and facts.actual_value <> coalesce(facts.target_value, 0) and facts.actual_value % 5 <> 0 as may_repeat,
        -- The last printed place beside how far the figure usually lies from what is expected; a tenth where nobody knows.
        least(1, 1 / (2.5 * greatest(0.001, coalesce(forecasts.usual_error, 0.1)) * least(
            abs(cast(facts.actual_value as double)) * power(10, coalesce(facts.actual_decimals, 0)),
            coalesce(
                try_cast({{ regexp_replace_all('facts.actual_text', '[^0-9]', '') }} as double),
                abs(cast(facts.actual_value as double))
            )
        ))) as chance
    from {{ ref('int_indicator_facts') }} as facts
    left join {{ ref('int_indicator_forecasts') }} as forecasts on facts.indicator_report_id = forecasts.indicator_report_id
),

programmes as (
    select
        *,
        sum(case when may_repeat and actual_value = prior_actual then 1 else 0 end) over programme_report as n_repeats,
        -- How many of its figures chance repeats.
        sum(case when may_repeat and prior_actual is not null then chance else 0 end) over programme_report as n_by_chance
    from figures
    window
        programme_report as (partition by export_id, programme_id, organisation_id, fiscal_year, period_end)
),

surprising as (
    select
        *,
        -- That chance repeats so many at least.
        least(chance, case when n_repeats >= 2 then power(n_by_chance, n_repeats) / case when n_repeats = 2 then 2 else 6 end else 1 end)
            as chance_of_repeat
    from programmes
),

judged as (
    select
        *,
        actual_value as observed,
        prior_actual as expected,
        0 as tolerance,
        cast(round(1 / greatest(chance, 1e-9), cast(-floor(log10(1 / greatest(chance, 1e-9))) as integer)) as bigint) as once_in,
        case
            when actual_value is null or not may_repeat then 'not_applicable'
            when prior_actual is null then 'no_data'
            when actual_value = prior_actual and chance_of_repeat <= {{ seldom }} then 'fail'
            else 'pass'
        end as status
    from surprising
)

select
    {{ indicator_rule_columns(
        'exact_repeat',
        en='<$observed> is exactly what was reported last year, which chance makes of such a figure about once in <once_in>; please explain.',
        zh='完成值<$observed>与上年完全相同，此类数值偶然相同的可能性约为<once_in>分之一，请说明。',
        pairs=[
            ('a stock that did not change', '存量未变'),
            ('the figure of last year was carried over by mistake', '误将上年数填入'),
            ('chance: of many figures one may repeat', '众多数值中偶有相同'),
        ],
        cells=['indicator_report_id', 'prior_report_id'],
        severity='case when chance_of_repeat > ' ~ rare ~ " then 'info' end",
        strength='case when chance_of_repeat > ' ~ rare ~ ' then 0.1 else round(least(0.7, 0.15 - 0.1 * log10(greatest(chance_of_repeat, 1e-9))), 4) end'
    ) }}
from judged
