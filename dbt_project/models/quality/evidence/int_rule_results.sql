-- What the rules say with where and when, and with version, class and severity of the rule book.
{{ config(materialized='view') }}
select
    {{ result_columns() }}
from {{ ref('int_rule_outcomes') }} as results
left join {{ ref('dim_rules') }} as rules on results.rule_id = rules.rule_id
left join {{ ref('fct_rule_precision') }} as precision on results.rule_id = precision.rule_id
union all
select
    {{ report_result_columns() }}
from {{ ref('int_report_outcomes') }} as results
inner join {{ ref('int_indicator_facts') }} as reports on results.report_number = reports.report_number
left join {{ ref('dim_rules') }} as rules on results.rule_id = rules.rule_id
left join {{ ref('fct_rule_precision') }} as precision on results.rule_id = precision.rule_id
left join {{ ref('rule_silences') }} as silences on results.rule_id = silences.rule_id and results.status = silences.status
