-- The sign of a target points where better lies: a cost or a complaint is kept at most, a pass rate at least.
{% set harm = [
    '投诉', '事故', '违规', '超标', '发病率', '死亡', '差错', 'complaint', 'accident', 'error rate'
] | join('|') %}
{% set good = [
    '满意', '合格率', '覆盖率', '完好率', '达标率', '及时率', 'satisfaction', 'pass rate', 'coverage'
] | join('|') %}
with judged as (
    select
        *,
        target_value as observed,
        cast(null as decimal(28, 6)) as expected,
        0 as tolerance,
        case
            when target_operator is null or target_operator not in ('>=', '>', '<=', '<') or better = 'neither' then 'not_applicable'
            when better in ('higher', 'lower')
                then case when (better = 'lower') = (target_operator in ('<=', '<')) then 'pass' else 'fail' end
            when
                nature = 'cost' or coalesce({{ matches('lower(indicator_name)', harm) }}, false)
                then case
                    when target_operator in ('>=', '>')
                        and not coalesce({{ is_more_of_less('lower(indicator_name)') }}, false)
                        then 'fail'
                    else 'pass'
                end
            when coalesce({{ matches('lower(indicator_name)', good) }}, false)
                then case when target_operator in ('<=', '<') then 'fail' else 'pass' end
            else 'not_applicable'
        end as status
    from {{ ref('int_indicator_facts') }}
)

select
    {{ indicator_rule_columns(
        'wrong_direction',
        en='The target is written “<target_text>”, which rewards the worse result.',
        zh='目标值写作“<target_text>”，方向与指标性质相反。',
        pairs=[
            ('the indicator counts reductions or savings', '指标计量的是减少额或节约额'),
        ]
    ) }}
from judged
