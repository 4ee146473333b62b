-- What every rule about single indicator reports says of every report. A million reports times two dozen rules are
-- written here, so a row has the number of its report instead of an id; int_rule_results adds where and when.
{% for rule_id in report_rule_ids() %}
select
    rule_id,
    report_number,
    subject_id,
    about_id,
    status,
    severity,
    observed,
    expected,
    tolerance,
    strength,
    suggested,
    subject,
    sentence_en,
    sentence_zh,
    cells,
    alternatives,
    alternatives_zh
from {{ ref('rule_' ~ rule_id) }}
{% if not loop.last %}
union all -- branch by branch
{% endif %}
{% endfor %}
