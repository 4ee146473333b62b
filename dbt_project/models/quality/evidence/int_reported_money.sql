-- The money that a report itself prints beside its indicators: it stands on one row of a programme and speaks for all, but
-- not for other bodies that the report tells apart.
{{ config(materialized='view') }}
{% set programme = ['export_id', 'programme_id', 'fiscal_year', 'period_end'] %}
with bodies as (
    select
        {{ programme | join(', ') }},
        organisation_id,
        max(budget) as budget,
        max(executed) as executed
    from {{ ref('fct_indicators') }}
    where is_current and row_role = 'leaf' and source_role <> 'yardstick'
    group by {{ programme | join(', ') }}, organisation_id
),

programmes as (
    select
        *,
        count(organisation_id) over programme as n_bodies,
        max(budget) over programme as whole_budget,
        max(executed) over programme as whole_executed
    from bodies
    window programme as (partition by {{ programme | join(', ') }})
)

select
    {{ programme | join(', ') }},
    organisation_id,
    case when n_bodies <= 1 then whole_budget else budget end as budget,
    case when n_bodies <= 1 then whole_executed else executed end as executed
from programmes
where whole_budget is not null or whole_executed is not null
