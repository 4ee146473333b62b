-- Every rule with every subject it should have judged, also where it could not: silence is visible.
{{ config(materialized='view') }}
with results as (
    select * from {{ ref('int_rule_results') }}
    {{ second_order_results(second_order_rule_ids()) }}
)

select
    rule_id,
    rule_version,
    evidence_class,
    severity,
    subject_id,
    subject,
    export_id,
    other_export_id,
    region_code,
    fiscal_year,
    period_end,
    organisation_id,
    programme_id,
    indicator_id,
    about_id,
    status,
    observed,
    expected,
    difference,
    difference_money,
    tolerance,
    strength,
    suggested,
    sentence_en,
    sentence_zh,
    cells,
    alternatives,
    alternatives_zh
from results
