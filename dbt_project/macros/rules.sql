{#-
  What all rules share: outcome, output columns, innocent explanations. A rule model holds only what makes it that rule.
-#}

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
