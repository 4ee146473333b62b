-- Several figures of a programme that are exactly last year's, or within a hundredth another organisation's, were copied.
with repeats as (
    select
        *,
        -- Digits that would have to agree by chance; two or fewer agree often enough.
        case
            when
                actual_value = prior_actual and not is_norm and nature not in ('timeliness', 'satisfaction')
                and actual_value <> coalesce(target_value, 0)
                and length({{ regexp_replace_all('actual_text', '[^1-9]', '') }}) >= 3
                then length({{ regexp_replace_all('actual_text', '[^1-9]', '') }})
        end as digits
    from {{ ref('int_indicator_facts') }}
    where is_series
),

blocks as (
    select
        repeats.*,
        copies.other_organisation,
        copies.other_report_id,
        coalesce(copies.n_met, 0) as n_met,
        count(digits) over programme_report as n_repeated,
        sum(digits) over programme_report as n_digits,
        count(prior_actual) over programme_report as n_with_prior
    from repeats
    left join {{ ref('int_copied_values') }} as copies on repeats.indicator_report_id = copies.indicator_report_id
    window
        programme_report as (
            partition by repeats.export_id, repeats.programme_id, repeats.organisation_id, repeats.fiscal_year, repeats.period_end
        )
),

judged as (
    select
        *,
        actual_value as observed,
        case when n_met >= 4 then cast(null as decimal(28, 6)) else prior_actual end as expected,
        0 as tolerance,
        coalesce(other_organisation, cast(fiscal_year - 1 as {{ text_type() }})) as source_of_copy,
        case
            when programme_id is null then 'not_applicable'
            when n_met >= 4 then 'fail'
            when prior_actual is null then 'no_data'
            when digits is not null and n_repeated >= 3 and 4 * n_repeated >= n_with_prior then 'fail'
            else 'pass'
        end as status
    from blocks
)

select
    {{ indicator_rule_columns(
        'block_repeat',
        en='<$observed> stands in a block of figures that are those of <source_of_copy>. Please explain.',
        zh='<$observed>所在的一组数值与<source_of_copy>雷同，请说明。',
        pairs=[
            ('stocks that did not change', '存量指标未变'),
            ('programmes of one standard size', '项目规模统一'),
        ],
        cells=['indicator_report_id', 'coalesce(other_report_id, prior_report_id)'],
        strength='case when n_met >= 4 then least(0.9, 0.65 + 0.05 * n_met) else least(0.9, 0.6 + 0.02 * n_digits) end'
    ) }}
from judged
