-- A target should be within reach.
with judged as (
    select
        targets.*,
        reports.report_number,
        targets.target_value as observed,
        targets.expected_value as expected,
        cast(null as decimal(28, 6)) as tolerance,
        round(100 * targets.p_meet) as percent,
        case
            when targets.grade = 'not_assessable' and targets.not_assessable_because <> 'too_little_history' then 'not_applicable'
            when targets.grade = 'not_assessable' then 'no_data'
            when targets.grade = 'infeasible' then 'fail'
            else 'pass'
        end as status
    from {{ ref('fct_target_difficulty') }} as targets
    left join {{ ref('int_indicator_facts') }} as reports on targets.indicator_report_id = reports.indicator_report_id
)

select
    {{ indicator_rule_columns(
        'infeasible',
        en='The target <$observed> would be met in <percent> of 100 cases (<$expected> was to be expected); please explain what makes it possible.',
        zh='目标值<$observed>偏紧：按历年及当年预算推算约为<$expected>，完成把握仅<percent>%，请说明保障措施。',
        pairs=[
            ('a funded step change', '有资金保障的跨越式提升'),
            ('a new facility', '新建设施'),
        ],
        strength='0.2'
    ) }}
from judged
