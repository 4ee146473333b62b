-- The money behind an indicator report: what its own body spent on the programme where the tables of money tell bodies
-- apart; else the whole programme, unless several bodies report on it: nobody's output stands beside everybody's money.
{{ config(materialized='view') }}
with reports as (
    select indicator_report_id, programme_id, organisation_id, fiscal_year
    from {{ ref('fct_indicators') }}
    where programme_id is not null
),

bodies as (
    select
        programme_id,
        fiscal_year,
        count(distinct organisation_id) as n_bodies
    from reports
    group by programme_id, fiscal_year
),

spending as (
    select * from {{ ref('int_programme_spending') }}
)

select
    reports.indicator_report_id,
    coalesce(own.adopted, whole.adopted) as adopted,
    coalesce(own.budget, whole.budget) as budget,
    coalesce(own.executed, whole.executed) as executed
from reports
inner join bodies on reports.programme_id = bodies.programme_id and reports.fiscal_year = bodies.fiscal_year
left join spending as own
    on
        not own.is_whole
        and reports.programme_id = own.programme_id
        and reports.organisation_id = own.organisation_id
        and reports.fiscal_year = own.fiscal_year
left join spending as whole
    on
        whole.is_whole
        and reports.programme_id = whole.programme_id
        and reports.fiscal_year = whole.fiscal_year
        and whole.n_bodies <= 1
        and bodies.n_bodies <= 1
where own.programme_id is not null or whole.programme_id is not null
