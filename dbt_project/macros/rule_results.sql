{#-
  Results as they are published, from outcomes as they are kept: with version, class and severity of the rule book, and with where and when.
-#}

{#- Results of such rules, to stand below those of int_rule_results. -#}
{% macro second_order_results(rule_ids) -%}
    {%- for rule_id in rule_ids %}
    union all
    select
        {{ result_columns() }}
    from {{ ref('rule_' ~ rule_id) }} as results
    left join {{ ref('dim_rules') }} as rules on results.rule_id = rules.rule_id
    left join {{ ref('fct_rule_precision') }} as precision on results.rule_id = precision.rule_id
    {%- endfor %}
{%- endmacro %}

{#- A rule that does badly is information only: by its status, or by what supervisors found (fct_rule_precision). -#}
{% macro severity_of(severity, rules, precision) -%}
    case
        when {{ rules }}.status = 'information' or coalesce({{ precision }}.is_demoted, false) then 'info'
        else coalesce({{ severity }}, {{ rules }}.severity)
    end
{%- endmacro %}

{#-
  The columns of a result as they are published, from `results` of a rule: version, class and severity stand in `rules`, the
  rule book, and in `precision`, what supervisors found.
-#}
{% macro result_columns() -%}
    results.rule_id,
    rules.rule_version,
    rules.evidence_class,
    {{ severity_of('results.severity', 'rules', 'precision') }} as severity,
    {%- for name in ['subject_id', 'subject', 'export_id', 'other_export_id', 'region_code', 'fiscal_year', 'period_end', 'organisation_id',
        'programme_id', 'indicator_id', 'about_id', 'status'] %}
    results.{{ name }},
    {%- endfor %}
    {{ compared_figures('results.suggested', 'results.strength') }},
    results.difference_money,
    results.sentence_en,
    results.sentence_zh,
    coalesce(results.cells, '[]') as cells,
    results.alternatives,
    results.alternatives_zh
{%- endmacro %}

{#-
  The same of a rule about single reports: where and when stand in `reports`, what only a failure has in a list, and why a rule
  is silent in `silences`.
-#}
{% macro report_result_columns() -%}
    {%- set failure = {} -%}
    {%- for name in failure_columns() -%}{%- do failure.update({name: of_listed_record('results.failure', name)}) -%}{%- endfor -%}
    results.rule_id,
    rules.rule_version,
    rules.evidence_class,
    {{ severity_of(failure['severity'], 'rules', 'precision') }} as severity,
    reports.subject_id,
    {{ failure['subject'] }} as subject,
    reports.export_id,
    cast(null as {{ text_type() }}) as other_export_id,
    {%- for name in ['region_code', 'fiscal_year', 'period_end', 'organisation_id', 'programme_id', 'indicator_id'] %}
    reports.{{ name }},
    {%- endfor %}
    coalesce({{ failure['about_id'] }}, reports.indicator_report_id) as about_id,
    results.status,
    {{ compared_figures(failure['suggested'], failure['strength']) }},
    cast(null as decimal(38, 4)) as difference_money,
    {%- for name in ['sentence_en', 'sentence_zh'] %}
    coalesce({{ failure[name] }}, silences.{{ name }}) as {{ name }},
    {%- endfor %}
    coalesce({{ failure['cells'] }}, '[]') as cells,
    {{ failure['alternatives'] }} as alternatives,
    {{ failure['alternatives_zh'] }} as alternatives_zh
{%- endmacro %}

{#- Of a result about a report: what only a failure has. -#}
{% macro failure_columns() -%}
    {{ return([
        'about_id', 'severity', 'strength', 'suggested', 'subject', 'sentence_en', 'sentence_zh', 'cells', 'alternatives', 'alternatives_zh'
    ]) }}
{%- endmacro %}

{% macro compared_figures(suggested, strength) -%}
    cast(results.observed as decimal(38, 6)) as observed,
    cast(results.expected as decimal(38, 6)) as expected,
    cast(cast(results.observed as decimal(38, 6)) - cast(results.expected as decimal(38, 6)) as decimal(38, 6)) as difference,
    cast(results.tolerance as decimal(38, 6)) as tolerance,
    -- Sums of doubles differ in the last digits from run to run; equal inputs give equal releases.
    case when results.status = 'fail' then round({{ strength }}, 6) end as strength,
    cast({{ suggested }} as decimal(38, 6)) as suggested
{%- endmacro %}
