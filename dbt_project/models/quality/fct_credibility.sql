-- How far a reporter's figures can be relied on, by year: 1 where nothing speaks against them, down to 0.5. Patterns over
-- many figures count by how unlikely they are among all reporters, contradictions by their share; a year ago they count
-- a quarter. What a reporter corrected itself never counts.
with patterns as (
    select * from {{ ref('int_reporter_patterns') }}
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
        patterns.organisation_id,
        patterns.organisation_name,
        patterns.region_code,
        patterns.fiscal_year,
        patterns.n_reports,
        coalesce(contradictions.n_contradictions, 0) as n_contradictions,
        patterns.z_excess,
        patterns.z_revisions,
        patterns.z_round,
        greatest(coalesce(patterns.z_excess, 0) - 0.5, 0)
        + 0.7 * greatest(coalesce(patterns.z_revisions, 0) - 0.5, 0)
        + 0.7 * greatest(coalesce(patterns.z_round, 0) - 1, 0)
        -- Shrunk: one contradiction among few figures is no habit.
        + 40.0 * coalesce(contradictions.n_contradictions, 0) / (patterns.n_reports + 20) as burden
    from patterns
    left join contradictions
        on patterns.organisation_id = contradictions.organisation_id and patterns.fiscal_year = contradictions.fiscal_year
),

remembered as (
    select
        *,
        burden + coalesce(0.25 * lag(burden) over (partition by organisation_id order by fiscal_year), 0) as remembered_burden
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
