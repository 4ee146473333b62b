-- Errors that are open against a programme in a year, a row an error and figure: against a report by one of its figures, by its programme
-- and year where they are about money.
{{ config(materialized='table') }}
with answers as (
    select * from {{ ref('int_answers') }}
),

contradictions as (
    select
        failed.rule_id, failed.subject_id, failed.programme_id, failed.organisation_id, failed.fiscal_year, failed.about_id, failed.cells
    from {{ ref('int_rule_results') }} as failed
    left join answers on failed.rule_id = answers.rule_id and failed.subject_id = answers.subject_id
    where
        failed.status = 'fail'
        and failed.evidence_class = 'E0'
        and failed.severity in ('error', 'fatal')
        and coalesce(answers.state, 'open') in ('open', 'confirmed')
),

figures as (
    select rule_id, subject_id, about_id as figure_id
    from contradictions
    where about_id is not null
    union all
    select rule_id, subject_id, {{ json_members('cells') }} as figure_id
    from contradictions
    where about_id is null
)

select
    figures.rule_id, figures.subject_id, reports.programme_id, reports.organisation_id, reports.fiscal_year,
    figures.figure_id
from figures
inner join {{ ref('fct_indicators') }} as reports on figures.figure_id = reports.indicator_report_id
where reports.programme_id is not null
union all
select rule_id, subject_id, programme_id, organisation_id, fiscal_year, null as figure_id
from contradictions
where programme_id is not null
