-- A target should not be met almost surely without effort.
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
            when targets.grade = 'too_easy' then 'fail'
            -- Far easier than what others were asked for is easy, even where the future is uncertain.
            when targets.grade = 'easy' and targets.ease_z >= 2.5 then 'fail'
            else 'pass'
        end as status
    from {{ ref('fct_target_difficulty') }} as targets
    left join {{ ref('int_indicator_facts') }} as reports on targets.indicator_report_id = reports.indicator_report_id
)

select
    {{ indicator_rule_columns(
        'too_easy',
        en='The target <$observed> would have been met in <percent> of 100 cases without unusual effort (<$expected> was to be expected); please explain.',
        zh='目标值<$observed>偏松：按历年及当年预算推算约为<$expected>，无需额外努力即有<percent>%把握完成，请说明。',
        pairs=[
            ('a legal minimum', '法定最低标准'),
            ('a one-off project of last year ended', '上年一次性项目已结束'),
        ],
        strength=milder_where_explained(
            ['legal', 'disaster', 'merger', 'definition'], 'least(0.85, 0.1 + 0.11 * greatest(coalesce(ease_z, 0), 0))'
        )
    ) }}
from judged
