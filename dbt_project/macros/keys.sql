{#- The keys that several models must agree on. -#}

{#- Where a figure stands: contract slot, bytes, sheet, row, column. Survives a new run and a new contract edition. -#}
{% macro figure_key(exports, figures) -%}
    {{ hash_id([
        exports ~ '.slot',
        exports ~ '.file_sha256',
        figures ~ '.sheet',
        figures ~ '.table_number',
        figures ~ '.row_number',
        figures ~ '.column_number',
    ]) }}
{%- endmacro %}

{#-
  One budget line through its stages, columns, files and years: everything that says what is counted, nothing of when, how far or in
  which unit, so that a rate stands on the line of its amounts.
-#}
{% macro budget_line_key(figures) -%}
    {%- set parts = ['kind', 'region_code', 'scope', 'account', 'line', 'netting', 'source', 'item_system', 'item_key',
        'economic_system', 'economic_key', 'organisation_id', 'programme_id'] -%}
    {%- set columns = [] -%}
    {%- for part in parts -%}{%- do columns.append(figures ~ '.' ~ part) -%}{%- endfor -%}
    {%- do columns.append('coalesce(' ~ figures ~ '.fund_code, ' ~ figures ~ '.fund_name)') -%}
    {%- set printed = "case when {0}.region_code = 'unmapped' then {0}.region_printed end" -%}
    {%- do columns.append(printed.format(figures)) -%}
    {{ hash_id(columns) }}
{%- endmacro %}

{#- The caliber tuple of a figure; needs column_decimals. -#}
{% macro caliber_words() -%}
    {{ return(['scope', 'account', 'line', 'stage', 'recognition', 'basis', 'period_basis', 'comparison', 'netting',
        'source', 'status', 'currency', 'unit_scale', 'column_decimals', 'item_system', 'item_edition']) }}
{%- endmacro %}

{% macro columns_of(table, names) -%}
    {%- for name in names %}
    {{ table }}.{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro caliber_key(figures) -%}
    {{ hash_id(columns_of(figures, caliber_words()).split(',')) }}
{%- endmacro %}

{#- Which dimensions keep a figure out of comparisons; null when none does. -#}
{% macro unknown_dimensions(figures) -%}
    nullif(concat_ws(
        ', '
        {%- for word in ['scope', 'account', 'stage', 'recognition', 'period_basis', 'netting'] %},
        case when coalesce({{ figures }}.{{ word }}, 'unknown') = 'unknown' then '{{ word }}' end
        {%- endfor %},
        case when {{ figures }}.currency is null or {{ figures }}.unit_scale is null then 'unit' end
    ), '')
{%- endmacro %}
