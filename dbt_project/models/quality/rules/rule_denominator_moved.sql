-- A rate that rises because fewer count as eligible: the denominator shrank by a tenth and the numerator did not grow.
with judged as (
    select
        facts.*,
        before.denominator as prior_denominator,
        facts.actual_value as observed,
        facts.actual_value * facts.denominator / nullif(before.denominator, 0) as expected,
        {{ half_digit('facts.actual_decimals') }} as tolerance,
        case
            when not facts.is_share or facts.direction <> 'higher' or facts.denominator is null then 'not_applicable'
            when before.denominator is null or facts.actual_value is null or facts.prior_actual is null then 'no_data'
            when
                facts.denominator <= 0.92 * before.denominator and facts.actual_value >= facts.prior_actual - 2
                and facts.actual_value * facts.denominator <= 1.05 * facts.prior_actual * before.denominator
                then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }} as facts
    left join {{ ref('int_indicator_facts') }} as before on facts.prior_report_id = before.indicator_report_id
)

select
    {{ indicator_rule_columns(
        'denominator_moved',
        en='<actual_text> rests on <$denominator> eligible, where it was <$prior_denominator> the year before; with that many it would be <$expected>. Please explain who is no longer counted.',
        zh='<actual_text>以<$denominator>为应服务总数，上年为<$prior_denominator>；按上年总数计为<$expected>，请说明总数减少的原因。',
        pairs=[
            ('people moved away or an area was transferred', '人口迁出或区划调整'),
            ('the definition was changed with notice', '统计定义已公告调整'),
        ],
        cells=['indicator_report_id', 'prior_report_id'],
        strength='least(0.9, 0.7 + cast(1 - denominator / prior_denominator as double))',
        suggested='expected'
    ) }}
from judged
