-- How far a reporter's figures can be relied on, by year: 1 where nothing speaks against them, down to 0.5. Patterns over
-- many figures count by how unlikely they are among all reporters, contradictions by their share. How a reporter revises
-- and rounds is a habit that two years tell better than one; of the rest a year ago counts a quarter, and no more than one
-- standard deviation does: one bad year is no habit. What a reporter corrected itself never counts.
with patterns as (
    select
        *,
        n_revised + coalesce(lag(n_revised) over years, 0) as n_tosses,
        n_better + coalesce(lag(n_better) over years, 0) as n_heads,
        (coalesce(z_round, 0) + 0.5 * coalesce(lag(z_round) over years, 0))
        / sqrt(case when lag(z_round) over years is null then 1 else 1.25 end) as round_habit
    from {{ ref('int_reporter_patterns') }}
    window years as (partition by organisation_id order by fiscal_year)
),

contradictions as (
    select
        organisation_id,
        fiscal_year,
        count(distinct about_id) as n_contradictions
    from {{ ref('fct_findings') }}
    where evidence_class in ('E0', 'E1') and severity in ('error', 'fatal') and state not in ('corrected', 'explained')
    group by organisation_id, fiscal_year
),

scored as (
    select
        patterns.*,
        coalesce(contradictions.n_contradictions, 0) as n_contradictions,
        greatest(coalesce(patterns.z_excess, 0) - 0.5, 0)
        -- Shrunk: one contradiction among few figures is no habit.
        + 40.0 * coalesce(contradictions.n_contradictions, 0) / (patterns.n_reports + 20) as burden,
        case when patterns.n_tosses >= 5
            then greatest((2 * patterns.n_heads - patterns.n_tosses) / sqrt(cast(patterns.n_tosses as double)) - 0.5, 0) else 0 end
        + 0.7 * greatest(patterns.round_habit - 1, 0) as habits
    from patterns
    left join contradictions
        on patterns.organisation_id = contradictions.organisation_id and patterns.fiscal_year = contradictions.fiscal_year
),

remembered as (
    select
        *,
        burden + habits
        + least(0.25 * coalesce(lag(burden) over (partition by organisation_id order by fiscal_year), 0), 1) as remembered_burden
    from scored
)

select
    organisation_id,
    organisation_name,
    region_code,
    fiscal_year,
    n_reports,
    n_contradictions,
    -- Rounded: sums of doubles differ in the last digits from run to run.
    round(z_excess, 6) as z_excess,
    round(z_revisions, 6) as z_revisions,
    round(z_round, 6) as z_round,
    round(0.5 + 0.5 * exp(-remembered_burden / 4), 6) as credibility,
    -- What chance alone does to it: one standard deviation of the burden either way.
    round(0.5 + 0.5 * exp(-(remembered_burden + 1) / 4), 6) as credibility_low,
    round(0.5 + 0.5 * exp(-greatest(remembered_burden - 1, 0) / 4), 6) as credibility_high
from remembered
