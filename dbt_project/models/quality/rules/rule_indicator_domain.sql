-- A share of a whole lies between 0 and 100, and a satisfaction can be no other.
{% set of_a_whole = [
    '合格', '覆盖', '达标', '完好', '及格', '入学', '参保', 'coverage', 'pass rate', 'share of'
] | join('|') %}
with judged as (
    select
        *,
        actual_value as observed,
        case when actual_value < 0 then 0 else 100 end as expected,
        {{ half_digit('actual_decimals') }} as tolerance,
        case
            -- Growth, completion and execution may exceed a hundred; coverage, pass rates and satisfaction may not.
            when not is_share or nature = 'execution' then 'not_applicable'
            when
                nature <> 'satisfaction'
                and not coalesce({{ matches('lower(indicator_name)', of_a_whole) }}, false)
                then 'not_applicable'
            when actual_value is null then 'no_data'
            when actual_value between 0 and 100 then 'pass'
            else 'fail'
        end as status
    from {{ ref('int_indicator_facts') }}
)

select
    {{ indicator_rule_columns(
        'indicator_domain',
        en='<actual_text> is stated, but a share of a whole lies between 0 and 100.',
        zh='完成值列为<actual_text>，而比率应在0至100之间。',
        pairs=[
            ('the unit is not percent', '计量单位不是百分比'),
            ('a growth rate is printed under the name of a share', '以比率之名列示的是增长率'),
        ]
    ) }}
from judged
