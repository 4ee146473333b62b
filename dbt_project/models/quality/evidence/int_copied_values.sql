-- Counts of a programme that are, but for a hundredth, those of another organisation's programme in the same year: rows of
-- pairs that share at least four, on the side that is further from its own history.
{{ config(materialized='table') }}

{% set near = 0.0105 %}
with counts as (
    select
        facts.indicator_report_id,
        facts.peer_key,
        facts.organisation_id,
        facts.organisation_name,
        facts.programme_id,
        facts.fiscal_year,
        facts.period_end,
        cast(facts.actual_value as double) as figure,
        cast(floor(ln(cast(facts.actual_value as double)) / {{ near }}) as integer) as bucket,
        -- Sums of doubles differ in the last digits from run to run, and sides are chosen by these.
        cast(least(abs(coalesce(forecasts.z_own, 0)), 1000) as decimal(18, 6)) as surprise,
        count(*) over (partition by facts.peer_key, facts.fiscal_year, facts.period_end) as n_peers,
        count(*) over (partition by facts.programme_id, facts.organisation_id, facts.fiscal_year, facts.period_end) as n_counts
    from {{ ref('int_indicator_facts') }} as facts
    left join {{ ref('int_indicator_forecasts') }} as forecasts on facts.indicator_report_id = forecasts.indicator_report_id
    where
        facts.is_series and not facts.is_share and facts.nature <> 'cost' and facts.actual_value >= 20
        and facts.programme_id is not null and facts.organisation_id is not null
),

-- Beyond some thousand peers every count has neighbours by chance.
few as (
    select * from counts
    where n_peers between 2 and 2000
),

shifted as (
    select *, bucket as met from few
    union all
    select *, bucket - 1 as met from few
    union all
    select *, bucket + 1 as met from few
),

meetings as (
    select
        one.programme_id,
        other.programme_id as other_programme_id,
        one.fiscal_year,
        one.indicator_report_id,
        other.indicator_report_id as other_report_id,
        other.organisation_name as other_organisation,
        one.surprise,
        other.surprise as other_surprise,
        count(*) over pair as n_met,
        sum(one.surprise) over pair as pair_surprise,
        sum(other.surprise) over pair as other_pair_surprise,
        least(one.n_counts, other.n_counts) as n_common
    from shifted as one
    inner join few as other
        on
            one.peer_key = other.peer_key and one.fiscal_year = other.fiscal_year
            and {{ same('one.period_end', 'other.period_end') }}
            and one.met = other.bucket and one.organisation_id <> other.organisation_id
    where abs(one.figure - other.figure) <= {{ near }} * greatest(one.figure, other.figure)
    window pair as (partition by one.programme_id, one.organisation_id, other.programme_id, other.organisation_id, one.fiscal_year)
)

select
    indicator_report_id,
    max_by(other_report_id, (n_met, other_report_id)) as other_report_id,
    max_by(other_organisation, (n_met, other_report_id)) as other_organisation,
    max(n_met) as n_met
from meetings
-- Of many counts a few meet by chance.
where n_met >= 4 and 2 * n_met >= n_common and pair_surprise >= other_pair_surprise
group by indicator_report_id
