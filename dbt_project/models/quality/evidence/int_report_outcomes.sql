-- What every rule about single indicator reports says of every report. A million reports times two dozen rules are
-- written here, so a row has the number of its report instead of an id, and what only a failure has is one list;
-- int_rule_results adds where and when.
{% for rule_id in report_rule_ids() %}
select
    rule_id,
    report_number,
    status,
    observed,
    expected,
    tolerance,
    case when status = 'fail' then {{ listed_record(failure_columns()) }} end as failure
from {{ ref('rule_' ~ rule_id) }}
{% if not loop.last %}
union all -- branch by branch
{% endif %}
{% endfor %}
