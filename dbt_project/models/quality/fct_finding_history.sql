-- Every finding there ever was in this book: failing today, or closed with what closed it. Silence is no correction: a
-- finding whose figures are not reported any more is closed as not_judged.
with findings as (
    select * from {{ ref('fct_findings') }}
    where rule_id <> 'rectification_overdue'
),

causes as (
    select * from {{ ref('int_finding_causes') }}
),

history as (
    select * from {{ ref('stg_finding_history') }}
),

results as (
    select rule_id, subject_id, status from {{ ref('fct_rule_results') }}
    where status <> 'fail'
),

exports as (
    select slot, file_sha256 from {{ ref('dim_exports') }}
    where is_current
    group by slot, file_sha256
),

failing as (
    select
        findings.finding_id,
        findings.rule_id,
        findings.rule_version,
        findings.subject_id,
        findings.cause_id,
        findings.evidence_class,
        findings.severity,
        findings.region_code,
        findings.fiscal_year,
        findings.organisation_id,
        findings.programme_id,
        findings.indicator_id,
        findings.subject,
        causes.slot,
        causes.file_sha256,
        findings.opened_on,
        moment.as_of as last_failed_on,
        cast(null as date) as closed_on,
        'failing' as outcome,
        coalesce(history.n_closed, 0) as n_closed
    from findings
    cross join {{ ref('stg_moment') }} as moment
    left join causes on findings.rule_id = causes.rule_id and findings.subject_id = causes.subject_id
    left join history on findings.rule_id = history.rule_id and findings.subject_id = history.subject_id
),

closed as (
    select
        history.finding_id,
        history.rule_id,
        history.rule_version,
        history.subject_id,
        history.cause_id,
        history.evidence_class,
        history.severity,
        history.region_code,
        history.fiscal_year,
        history.organisation_id,
        history.programme_id,
        history.indicator_id,
        history.subject,
        history.slot,
        history.file_sha256,
        history.opened_on,
        history.last_failed_on,
        coalesce(history.closed_on, moment.as_of) as closed_on,
        case
            when history.closed_on is not null then history.outcome
            when results.status = 'pass' and history.slot is not null and exports.slot is null then 'corrected'
            when results.status = 'pass' then 'cleared'
            else 'not_judged'
        end as outcome,
        history.n_closed + case when history.closed_on is null then 1 else 0 end as n_closed
    from history
    cross join {{ ref('stg_moment') }} as moment
    left join findings on history.rule_id = findings.rule_id and history.subject_id = findings.subject_id
    left join results on history.rule_id = results.rule_id and history.subject_id = results.subject_id
    -- The file it failed in is still the current one of its slot.
    left join exports on history.slot = exports.slot and history.file_sha256 = exports.file_sha256
    where findings.finding_id is null
)

select * from failing
union all
select * from closed
