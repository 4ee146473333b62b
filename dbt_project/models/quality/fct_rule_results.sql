-- Every rule with every subject it should have judged, also where it could not: silence is visible.
{{ config(materialized='view') }}
select * from {{ ref('int_rule_results') }}
union all
{{ results_of('rectification_overdue') }}
