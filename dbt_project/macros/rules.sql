{#-
  What all rules share: outcome, output columns, innocent explanations. A rule model holds only what makes it that rule.
-#}

{#- Every rule there is. int_rule_outcomes refuses to build while a rule model is missing here. -#}
{% macro rule_ids() -%}
    {{ return(report_rule_ids() + [
        'budget_bridge',
        'bunching_at_target',
        'caliber_difference',
        'caliber_switch',
        'code_of_another_edition',
        'consolidation',
        'content_period',
        'content_repeats_other_year',
        'control_total',
        'correction_obsolete',
        'cumulative_never_falls',
        'cumulative_or_month',
        'full_output_unspent',
        'fund_balance',
        'grade_band',
        'grade_despite_contradiction',
        'growth_against_prior_publication',
        'heaped_counts',
        'last_digit',
        'ledger_match',
        'not_assessable_target',
        'one_sided_revisions',
        'opening_is_last_closing',
        'perfect_scores',
        'programme_roster',
        'rating_without_consequence',
        'recomputed_growth',
        'recomputed_rate',
        'rectification_overdue',
        'repeated_figures',
        'reporter_excess',
        'retrofitted_programme',
        'roll_up',
        'same_figure_two_reports',
        'same_line_two_reports',
        'score_arithmetic',
        'spent_without_output',
        'stage_ceiling',
        'stage_order',
        'target_coverage',
        'too_smooth',
        'transfer_mirror',
        'undeclared_caliber',
        'vanished_indicator',
        'weight_arithmetic',
        'women_and_men',
        'year_end_rush',
    ]) }}
{%- endmacro %}

{#- The rules about single indicator reports, no more than one judgement a report: models of indicator_rule_columns. -#}
{% macro report_rule_ids() -%}
    {{ return([
        'block_repeat',
        'denominator_moved',
        'exact_repeat',
        'flat_attainment',
        'foreign_entity',
        'indicator_domain',
        'infeasible',
        'missing_evidence',
        'missing_explanation',
        'moved_target',
        'near_duplicate_text',
        'overshoot',
        'points_above_weight',
        'possible_maximum',
        'qualitative_band',
        'register_ratio',
        'review_gap',
        'satisfaction_saturation',
        'score_above_formula',
        'spending_as_output',
        'target_below_last_actual',
        'template_left',
        'text_against_table',
        'too_easy',
        'unit_cost',
        'unit_cost_arithmetic',
        'unit_slip',
        'unlike_own_history',
        'unlike_peers',
        'wrong_direction',
    ]) }}
{%- endmacro %}

{#-
  Rules that judge what other rules found, each after those before it: they read int_rule_results and not fct_findings, so that their
  own failures can stand there. The last one judges deadlines, those of the others too.
-#}
{% macro second_order_rule_ids() -%}
    {{ return(['grade_despite_contradiction', 'rectification_overdue']) }}
{%- endmacro %}

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

{#- pass / fail / no_data / not_applicable from both sides of an equality. -#}
{% macro equality_status(observed, expected, tolerance, applies='true') -%}
    case
        when not coalesce({{ applies }}, false) then 'not_applicable'
        when ({{ observed }}) is null or ({{ expected }}) is null then 'no_data'
        when abs(({{ observed }}) - ({{ expected }})) <= coalesce({{ tolerance }}, 0) then 'pass'
        else 'fail'
    end
{%- endmacro %}

{#- As above where only too much is wrong. -#}
{% macro ceiling_status(observed, expected, tolerance, applies='true') -%}
    case
        when not coalesce({{ applies }}, false) then 'not_applicable'
        when ({{ observed }}) is null or ({{ expected }}) is null then 'no_data'
        when ({{ observed }}) - ({{ expected }}) <= coalesce({{ tolerance }}, 0) then 'pass'
        else 'fail'
    end
{%- endmacro %}

{#-
  The columns of every rule, in order. A rule's last CTE supplies them by name, without rule_id, or `about` says which
  expression stands for one. A rule that is milder on some subjects names the column that says how severe. `about` also
  names what only some rules know: programme_id, indicator_id, about_id (the row that is judged, an indicator report or a
  budget line), strength (0 to 1, how sure the evidence is; it ranks findings) and suggested (the value that would remove
  the contradiction).
-#}
{% macro rule_columns(rule_id, severity='null', about={}) -%}
    {%- set own = {'severity': severity} -%}
    {%- for name in ['subject_id', 'subject', 'export_id', 'other_export_id', 'region_code', 'fiscal_year',
        'period_end', 'organisation_id', 'status', 'observed', 'expected', 'difference_money', 'tolerance', 'sentence_en',
        'sentence_zh', 'cells', 'alternatives', 'alternatives_zh'] -%}
        {%- do own.update({name: about.get(name, name)}) -%}
    {%- endfor -%}
    {%- for name in ['programme_id', 'indicator_id', 'about_id', 'strength', 'suggested'] -%}
        {%- do own.update({name: about.get(name, 'null')}) -%}
    {%- endfor -%}
    {{ outcome_columns(rule_id, own) }}
{%- endmacro %}

{#-
  Those of them that `own` has an expression for, each with its type. Figures keep the ten decimals of what was landed: to round
  a million of them takes six times as long as to write them down, so that is left to whoever reads results.
-#}
{% macro outcome_columns(rule_id, own) -%}
    '{{ rule_id }}' as rule_id
    {%- for type, names in {
        text_type(): ['report_id', 'subject_id', 'subject', 'export_id', 'other_export_id', 'region_code', 'organisation_id',
            'programme_id', 'indicator_id', 'about_id', 'status', 'severity', 'sentence_en', 'sentence_zh', 'cells',
            'alternatives', 'alternatives_zh'],
        'bigint': ['report_number'],
        'integer': ['fiscal_year'],
        'date': ['period_end'],
        'decimal(38, 10)': ['observed', 'expected', 'tolerance', 'suggested'],
        'decimal(38, 4)': ['difference_money'],
        'double': ['strength'],
    }.items() -%}
        {%- for name in names if name in own -%}
            , cast({{ own[name] }} as {{ type }}) as {{ name }}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}

{#- Two columns, alternatives and alternatives_zh: JSON lists of explanations that would clear the reporter. -#}
{% macro alternatives(pairs) -%}
    {{ innocent(pairs, 0) }} as alternatives,
        {{ innocent(pairs, 1) }} as alternatives_zh
{%- endmacro %}

{#- One language of them, as a literal. -#}
{% macro innocent(pairs, language) -%}
    {%- set said = [] -%}
    {%- for pair in pairs -%}{%- do said.append('"' ~ pair[language] | replace("'", "''") ~ '"') -%}{%- endfor -%}
    '[{{ said | join(', ') }}]'
{%- endmacro %}

{#-
  Lasting key and words for what an indicator rule judges; needs exports, organisations, programmes and indicators
  joined.
-#}
{#- A line may report several indicators, or several periods of one; the first of them is known by the line alone. -#}
{% macro indicator_place(of='') -%}
    concat_ws('/', cast({{ of }}row_number as {{ text_type() }}), cast(nullif({{ of }}line_place, 1) as {{ text_type() }}))
{%- endmacro %}

{% macro indicator_subject(of) -%}
    {{ return(['exports.slot', of ~ '.part', of ~ '.organisation_id', of ~ '.programme_id', of ~ '.fiscal_year',
        of ~ '.sheet', of ~ '.table_number', indicator_place(of ~ '.')]) }}
{%- endmacro %}

{% macro indicator_subject_text(of) -%}
    concat_ws(
        ' / ',
        coalesce(organisations.organisation_name, organisations.organisation_code, exports.contract_id),
        coalesce(programmes.programme_name, programmes.programme_code),
        coalesce(indicators.indicator_name, indicators.indicator_code),
        cast({{ of }}.fiscal_year as {{ text_type() }})
    )
{%- endmacro %}

{#-
  Two reports agree on a dimension when both say the same and know it; a twin is the same report, so it may share an
  unknown.
-#}
{% macro is_like(one, other, dimension) -%}
    coalesce(
        {{ one }}.{{ dimension }} = {{ other }}.{{ dimension }}
        and ({{ one }}.{{ dimension }} <> 'unknown' or {{ other }}.source_role = 'twin'),
        false
    )
{%- endmacro %}

{% macro unlike_dimensions(one, other) -%}
    nullif(concat_ws(
        ', '
        {%- for dimension in ['recognition', 'scope', 'account', 'line', 'source'] %},
        case when not {{ is_like(one, other, dimension) }} then '{{ dimension }}' end
        {%- endfor %}
    ), '')
{%- endmacro %}

{#- What one side of a comparison is one report of. -#}
{% macro report_key() -%}
    {{ return(['contract_id', 'kind', 'region_code', 'fiscal_year', 'period_end', 'period_basis', 'stage', 'currency',
        'recognition', 'scope', 'account', 'line', 'source', 'netting']) }}
{%- endmacro %}

{#- The address of a cell as JSON. -#}
{% macro cell_address(of, sheet='sheet', row='row_number', column='column_number') -%}
    '{"export_id": ' || {{ json_value(of ~ '.export_id') }} || ', "sheet": ' || {{ json_value(of ~ '.' ~ sheet) }}
    || ', "row_number": ' || {{ json_value(of ~ '.' ~ row) }}
    || ', "column_number": ' || {{ json_value(of ~ '.' ~ column) }} || '}'
{%- endmacro %}

{#- JSON list of the ids of amounts and indicators, and the address of the judged row itself where it has no id. -#}
{% macro cell_list(ids, of=none) -%}
    concat_ws(
        '',
        '[',
        concat_ws(
            ', '
            {%- for id in ids %},
            '"' || {{ id }} || '"'
            {%- endfor %}
            {%- if of %},
            {{ cell_address(of) }}
            {%- endif %}
        ),
        ']'
    )
{%- endmacro %}
