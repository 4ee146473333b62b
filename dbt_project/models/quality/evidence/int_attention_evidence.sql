-- Which open finding speaks about which case: a row a finding and case. A case is a figure, or a line of money with all its
-- columns, where a finding names one or rests on one alone; else what the finding is about. What is found of a programme, or
-- of several figures together, speaks about those of them that are under suspicion already.
{{ config(materialized='table') }}

with findings as (
    select
        findings.*,
        rules.family
    from {{ ref('fct_findings') }} as findings
    left join {{ ref('dim_rules') }} as rules on findings.rule_id = rules.rule_id
    -- A contradiction that is information only says why both sides are true: there is nothing to visit.
    where findings.state in ('open', 'confirmed') and not (findings.evidence_class in ('E0', 'E1') and findings.severity = 'info')
),

cells as (
    select
        findings.finding_id,
        {{ json_members("json_extract(findings.evidence, '$.cells')") }} as figure_id
    from findings
    where findings.about_id is null
),

alone as (
    select
        finding_id,
        about_id as figure_id
    from findings
    where about_id is not null
    union all
    select
        finding_id,
        min(figure_id) as figure_id
    from cells
    group by finding_id
    having count(*) = 1 and left(min(figure_id), 1) <> '{'
),

places as (
    select
        budget_line_id as figure_id,
        line_id || '/' || export_id as place
    from {{ ref('fct_budget_lines') }}
    where budget_line_id in (select alone.figure_id from alone) or budget_line_id in (select cells.figure_id from cells)
),

named as (
    select
        alone.finding_id,
        alone.figure_id,
        coalesce(places.place, alone.figure_id) as place
    from alone
    left join places on alone.figure_id = places.figure_id
),

resting as (
    select distinct
        cells.finding_id,
        coalesce(places.place, cells.figure_id) as place
    from cells
    left join places on cells.figure_id = places.figure_id
),

suspected as (
    select distinct
        named.place,
        findings.programme_id,
        findings.fiscal_year
    from named
    inner join findings on named.finding_id = findings.finding_id
),

of_many as (
    select findings.*
    from findings
    left join named on findings.finding_id = named.finding_id
    where named.finding_id is null
),

cases as (
    select * from named
    union all
    select
        resting.finding_id,
        null as figure_id,
        resting.place
    from resting
    inner join of_many on resting.finding_id = of_many.finding_id
    inner join suspected on resting.place = suspected.place
    union all
    select
        of_many.finding_id,
        null as figure_id,
        suspected.place
    from of_many
    inner join suspected
        on of_many.programme_id = suspected.programme_id and of_many.fiscal_year = suspected.fiscal_year
    where of_many.finding_id not in (select cells.finding_id from cells)
    union all
    select
        finding_id,
        null as figure_id,
        null as place
    from of_many
),

-- A line of money may be named by several of its columns.
once as (
    select
        finding_id,
        place,
        max(figure_id) as figure_id
    from cases
    group by finding_id, place
)

select
    coalesce(once.place, findings.cause_id, findings.finding_id) || '/' || coalesce(findings.fiscal_year, 0) as case_key,
    once.figure_id,
    findings.finding_id,
    findings.rule_id,
    findings.family,
    findings.evidence_class,
    findings.severity,
    findings.strength,
    findings.difference_money,
    findings.region_code,
    findings.organisation_id,
    findings.programme_id,
    findings.indicator_id,
    findings.fiscal_year,
    findings.export_id,
    findings.subject,
    findings.sentence_en,
    findings.sentence_zh
from once
inner join findings on once.finding_id = findings.finding_id
