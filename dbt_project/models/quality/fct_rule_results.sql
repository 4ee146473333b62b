-- Every rule with every subject it should have judged, also where it could not: silence is visible.
{{ config(materialized='view') }}
with results as (
    select * from {{ ref('int_rule_results') }}
    union all
    select
        {{ result_columns() }}
    from {{ ref('rule_rectification_overdue') }} as results
    left join {{ ref('dim_rules') }} as rules on results.rule_id = rules.rule_id
    left join {{ ref('fct_rule_precision') }} as precision on results.rule_id = precision.rule_id
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
