-- Spending money is no output: a quantity that counts payments, or whose target is the budget itself.
{% set spending = [
    '(资金|经费|预算).*(支付|支出|拨付|执行|使用)(率|额|数|进度)?$', '支付(额|率|进度)$', '^(amount )?(paid|disbursed|spent)'
] | join('|') %}
with judged as (
    select
        *,
        target_value as observed,
        budget as expected,
        0 as tolerance,
        case
            when nature not in ('quantity', 'quality', 'economic', 'social') then 'not_applicable'
            when coalesce({{ matches('lower(indicator_name)', spending) }}, false)
                then 'fail'
            when target_value is null then 'no_data'
            when budget is null or budget = 0 then 'pass'
            when
                {{ matches("concat_ws(' ', target_text, unit)", '元|CNY|EUR|USD') }}
                and abs(target_value * {{ figure_scale('target_text', 'unit') }} - budget) <= 0.005 * budget
                then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }}
)

select
    {{ indicator_rule_columns(
        'spending_as_output',
        en='“<indicator_name>” (target <target_text>) counts the spending itself, not what it brings.',
        zh='“<indicator_name>”（目标<target_text>）以花钱本身作为产出。',
        pairs=[
            ('the programme hands out grants, and the grant is its output', '项目为补助发放，补助即产出'),
        ]
    ) }}
from judged
