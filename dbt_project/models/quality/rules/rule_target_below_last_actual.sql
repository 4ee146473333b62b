-- A target asks for no less than was achieved last year. Nobody can promise what chance alone does to a count of a few: after a
-- year without an accident a ceiling of one is no easy one.
with reports as (
    select
        *,
        greatest(0.05 * abs(prior_actual), case
            when
                direction = 'lower' and not is_share and nature <> 'cost'
                and prior_actual = floor(prior_actual) and target_value = floor(target_value)
                then sqrt(greatest(cast(prior_actual as double), 1))
            else 0
        end) as tolerance
    from {{ ref('int_indicator_facts') }}
),

judged as (
    select
        *,
        target_value as observed,
        prior_actual as expected,
        case
            when target_state <> 'number' or direction not in ('higher', 'lower') or is_norm then 'not_applicable'
            when prior_actual is null or target_value is null then 'no_data'
            when direction = 'higher' and target_value < prior_actual - tolerance then 'fail'
            when direction = 'lower' and target_value > prior_actual + tolerance then 'fail'
            else 'pass'
        end as status
    from reports
)

select
    {{ indicator_rule_columns(
        'target_below_last_actual',
        en='The target <$observed> differs from the <$expected> achieved last year by more than 5 % in the easy direction; please explain.',
        zh='目标值<$observed>比上年完成值<$expected>宽松5%以上，请说明。',
        pairs=[
            ('a project of last year ended', '上年一次性项目已结束'),
            ('the definition changed', '口径变化'),
            ('the year before was exceptional', '上年情况特殊'),
        ],
        strength='least(0.3, 0.1 + 0.3 * abs(1 - cast(target_value as double) / nullif(cast(prior_actual as double), 0)))'
    ) }}
from judged
