-- What every rule says of every subject it should have judged, except the rule that judges deadlines: that one reads
-- what is owed for these. The one place where rules are computed.
{% if execute %}
    {%- set models = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
        | map(attribute='name') | list -%}
    {%- for model in models if model.startswith('rule_') and model[5:] not in rule_ids() -%}
        {{ exceptions.raise_compiler_error('Rule model ' ~ model ~ ' is missing in rule_ids() of macros/rules.sql') }}
    {%- endfor -%}
{% endif %}

{% for rule_id in rule_ids() if rule_id != 'rectification_overdue' %}
select
    {{ result_columns() }}
from {{ ref('rule_' ~ rule_id) }} as results
left join {{ ref('dim_rules') }} as rules on results.rule_id = rules.rule_id
left join {{ ref('fct_rule_precision') }} as precision on results.rule_id = precision.rule_id
{% if not loop.last %}
union all -- branch by branch
{% endif %}
{% endfor %}
