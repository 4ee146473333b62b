-- What every rule says of every subject it should have judged, except rules about single reports (int_report_outcomes) and
-- the rules that judge what these found (second_order_rule_ids).
{% if execute %}
    {%- set models = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
        | map(attribute='name') | list -%}
    {%- for model in models if model.startswith('rule_') and model[5:] not in rule_ids() -%}
        {{ exceptions.raise_compiler_error('Rule model ' ~ model ~ ' is missing in rule_ids() of macros/rule_lists.sql') }}
    {%- endfor -%}
{% endif %}

{% for rule_id in rule_ids() if rule_id not in report_rule_ids() and rule_id not in second_order_rule_ids() %}
select * from {{ ref('rule_' ~ rule_id) }}
{% if not loop.last %}
union all -- branch by branch
{% endif %}
{% endfor %}
