-- How many findings of a rule chance alone may have made: evidence turned round (less than borne out, harder than others'
-- targets, revised downwards) comes by chance as often. Where something true turns it round too, this says too much, never
-- too little. No share below one in the number found can be told.
with forecasts as (
    select
        forecasts.*,
        facts.direction,
        facts.nature,
        facts.is_share,
        facts.actual_value,
        facts.actual_decimals,
        coalesce(forecasts.expected_together, forecasts.expected_value) as expected
    from {{ ref('int_indicator_forecasts') }} as forecasts
    inner join {{ ref('int_indicator_facts') }} as facts on forecasts.indicator_report_id = facts.indicator_report_id
    where facts.direction = 'higher'
),

mirrored as (
    select
        'unit_cost' as rule_id,
        count(*) as n_mirrored
    from forecasts
    where
        not is_share and nature not in ('cost', 'satisfaction', 'timeliness', 'execution') and slip_power is null
        and n_own >= 3 and n_peers >= 12 and 1.1 * actual_value < expected
        and {{ within_count_noise('forecasts', 'expected') }} is not true
        and {{ moved_alone('forecasts', -1) }}
    union all
    select
        'register_ratio' as rule_id,
        count(*) as n_mirrored
    from forecasts
    where z_register <= -3 and slip_power is null
    union all
    select
        'too_easy' as rule_id,
        count(*) as n_mirrored
    from {{ ref('fct_target_difficulty') }}
    where grade = 'infeasible' or (grade = 'ambitious' and p_meet <= 0.15 and ease_z <= -2.5)
    union all
    select
        'reporter_excess' as rule_id,
        count(*) as n_mirrored
    from {{ ref('int_reporter_patterns') }}
    where z_shortfall_of_rest > 3
    union all
    select
        'one_sided_revisions' as rule_id,
        count(*) as n_mirrored
    from {{ ref('int_reporter_patterns') }} as patterns
    where z_revisions < -2.2
),

judged as (
    select
        rule_id,
        sum(case when status in ('pass', 'fail') then 1 else 0 end) as n_judged,
        sum(case when status = 'fail' then 1 else 0 end) as n_found
    from {{ ref('fct_rule_results') }}
    group by rule_id
)

select
    mirrored.rule_id,
    cast(judged.n_judged as bigint) as n_judged,
    cast(judged.n_found as bigint) as n_found,
    mirrored.n_mirrored,
    case when judged.n_found > 0 then round(least(1.0, (1 + mirrored.n_mirrored) / cast(judged.n_found as double)), 6) end
        as false_share_at_most,
    case when judged.n_found > 0 then round(1 / cast(judged.n_found as double), 6) end as least_share_that_can_be_told
from mirrored
inner join judged on mirrored.rule_id = judged.rule_id
