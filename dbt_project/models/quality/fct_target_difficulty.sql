-- How hard each target was when it was set: the chance of meeting it without unusual effort, from the years before its
-- own and the budget adopted for it. A legal norm, and a target with too little history, can't be assessed.
with reports as (
    select * from {{ ref('int_indicator_facts') }}
    where is_series
),

forecasts as (
    select * from {{ ref('int_indicator_forecasts') }}
),

known as (
    select
        reports.*,
        forecasts.target_n_own,
        forecasts.n_peers,
        forecasts.target_expected,
        {{ ease_of_target('reports', 'forecasts') }} as ease,
        -- Three years of its own, or one and a peer group that is large enough: below that nobody can say.
        case
            when forecasts.target_n_own >= 3 or (forecasts.target_n_own >= 1 and forecasts.n_peers >= 24)
                then round(forecasts.target_p_meet, 6)
        end as p_meet
    from reports
    left join forecasts on reports.indicator_report_id = forecasts.indicator_report_id
),

-- Easier or harder than the targets that others were given for the same indicator in that year, or for all of its kind
-- where they are few.
centred as (
    select
        *,
        count(ease) over peers as n_peer_targets,
        ease - median(ease) over peers as of_peers,
        ease - median(ease) over kind as of_kind
    from known
    window
        peers as (partition by peer_key, fiscal_year, period_end),
        kind as (partition by is_share, fiscal_year)
),

compared as (
    select
        *,
        case
            when n_peer_targets >= 24
                then of_peers / greatest(1.4826 * median(abs(of_peers)) over (partition by peer_key, fiscal_year, period_end), 0.02)
            when count(ease) over (partition by is_share, fiscal_year) >= 24
                then of_kind / greatest(1.4826 * median(abs(of_kind)) over (partition by is_share, fiscal_year), 0.02)
        end as ease_z
    from centred
)

select
    indicator_report_id,
    subject_id,
    indicator_id,
    export_id,
    contract_id,
    region_code,
    organisation_id,
    organisation_name,
    programme_id,
    programme_name,
    indicator_name,
    fiscal_year,
    period_end,
    direction,
    target_value,
    actual_value,
    cast(target_expected as decimal(28, 6)) as expected_value,
    p_meet,
    round(ease_z, 6) as ease_z,
    stated_reason,
    case
        when p_meet is null then 'not_assessable'
        when p_meet >= 0.95 then 'too_easy'
        when p_meet >= 0.85 then 'easy'
        when p_meet >= 0.35 then 'reasonable'
        when p_meet >= 0.05 then 'ambitious'
        else 'infeasible'
    end as grade,
    case
        when target_state <> 'number' then 'no_number'
        when is_norm then 'legal_norm'
        when direction not in ('higher', 'lower') then 'no_direction'
        when p_meet is null then 'too_little_history'
    end as not_assessable_because,
    cast(target_n_own as integer) as n_years,
    cast(n_peers as integer) as n_peer_years,
    case
        when direction = 'higher' then actual_value >= target_value
        when direction = 'lower' then actual_value <= target_value
    end as is_met
from compared
where target_text is not null
