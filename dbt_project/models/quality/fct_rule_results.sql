-- Every rule with every subject it should have judged, also where it could not: silence is visible.
{% if execute %}
    {%- set models = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
        | map(attribute='name') | list -%}
    {%- for model in models if model.startswith('rule_') and model[5:] not in rule_ids() -%}
        {{ exceptions.raise_compiler_error('Rule model ' ~ model ~ ' is missing in rule_ids() of macros/rules.sql') }}
    {%- endfor -%}
{% endif %}
with results as (
    {% for rule_id in rule_ids() %}
    select * from {{ ref('rule_' ~ rule_id) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

rules as (
    select * from {{ ref('dim_rules') }}
),

precision as (
    select * from {{ ref('fct_rule_precision') }}
)

select
    results.rule_id,
    rules.rule_version,
    rules.evidence_class,
    {{ severity_of('results', 'rules', 'precision') }} as severity,
    results.subject_id,
    results.subject,
    results.export_id,
    results.other_export_id,
    results.region_code,
    results.fiscal_year,
    results.period_end,
    results.organisation_id,
    results.programme_id,
    results.indicator_id,
    results.about_id,
    results.status,
    results.observed,
    results.expected,
    results.difference,
    results.difference_money,
    results.tolerance,
    -- Sums of doubles differ in the last digits from run to run; equal inputs give equal releases.
    case when results.status = 'fail' then round(results.strength, 6) end as strength,
    results.suggested,
    results.sentence_en,
    results.sentence_zh,
    results.cells,
    results.alternatives,
    results.alternatives_zh
from results
left join rules on results.rule_id = rules.rule_id
left join precision on results.rule_id = precision.rule_id
