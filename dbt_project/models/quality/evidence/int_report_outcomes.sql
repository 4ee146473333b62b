-- What every rule about single indicator reports says of every report. A million reports times two dozen rules are
-- written here, so a row names its report; int_rule_results adds where and when.
{% for rule_id in report_rule_ids() %}
select * from {{ ref('rule_' ~ rule_id) }}  -- noqa: AM04
{% if not loop.last %}
union all -- branch by branch
{% endif %}
{% endfor %}
