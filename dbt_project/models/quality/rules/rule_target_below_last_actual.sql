-- A target asks for no less than was achieved last year.
with judged as (
    select
        *,
        target_value as observed,
        prior_actual as expected,
        0.05 * abs(prior_actual) as tolerance,
        case
            when target_state <> 'number' or direction not in ('higher', 'lower') or is_norm then 'not_applicable'
            when prior_actual is null or target_value is null then 'no_data'
            when direction = 'higher' and target_value < prior_actual - 0.05 * abs(prior_actual) then 'fail'
            when direction = 'lower' and target_value > prior_actual + 0.05 * abs(prior_actual) then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }}
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
