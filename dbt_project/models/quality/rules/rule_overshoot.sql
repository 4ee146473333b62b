-- A result of 130 % of its target asks for a reason: the target may have been too low.
with judged as (
    select
        *,
        actual_value as observed,
        1.3 * target_value as expected,
        {{ half_digit('actual_decimals') }} as tolerance,
        case
            when target_state <> 'number' or direction <> 'higher' or target_value <= 0 then 'not_applicable'
            when actual_value is null then 'no_data'
            when actual_value >= 1.3 * target_value and coalesce(trim(explanation), '') = '' then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }}
)

select
    {{ indicator_rule_columns(
        'overshoot',
        en='<$actual_value> was achieved on a target of <$target_value>, 30 % more or better, and no reason is given; please explain.',
        zh='完成值<$actual_value>超过目标值<$target_value>30%以上且未说明原因，请说明。',
        pairs=[
            ('an unforeseeable success', '难以预见的成效'),
            ('demand that nobody could foresee', '需求超出预期'),
        ],
        strength='0.3'
    ) }}
from judged
