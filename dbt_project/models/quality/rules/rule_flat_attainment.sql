-- Results that end just above the same target year after year: either the work stops when the target is met, or the figure does.
{% set just_above = 1.02 %}
with judged as (
    select
        facts.*,
        runs.least_attained,
        facts.actual_value as observed,
        facts.target_value as expected,
        null as tolerance,
        round(100 * (runs.least_attained - 1), 2) as percent_least,
        round(100 * (runs.most_attained - 1), 2) as percent_most,
        case
            when runs.indicator_report_id is null or not coalesce(runs.has_room, false) then 'not_applicable'
            when not runs.has_four_years then 'no_data'
            when
                runs.least_attained >= 1 and runs.most_attained <= {{ just_above }} and runs.target_range <= {{ just_above }}
                -- Results that are the target are a plan carried out, or a stock that was known when it was set.
                and runs.n_above >= 3
                then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }} as facts
    left join {{ ref('int_indicator_runs') }} as runs on facts.indicator_report_id = runs.indicator_report_id
)

select
    {{ indicator_rule_columns(
        'flat_attainment',
        en='For four years the result has been <percent_least> to <percent_most> % above a target that hardly moved, now <$observed> on <$expected>.',
        zh='连续四年完成值仅比几乎不变的目标高<percent_least>%至<percent_most>%，本年为<$observed>，目标<$expected>。',
        pairs=[
            ('capacity ends where the target lies', '服务能力即为目标上限'),
            ('the money pays for just so much', '经费恰与目标任务相当'),
        ],
        strength='0.05'
    ) }}
from judged
