{#-
  The only place for SQL that one engine understands and another does not. Every macro dispatches; `default__` is DuckDB.
  Belongs here: functions, casts and literals that differ between engines. Does not belong here: anything that means something.
-#}

{#-
  Relation holding one landed folder (amounts, indicators, parked, exports, controls, receipts). Where the folder lies is
  filled in when a model runs, not when the project is parsed: one parsed project serves every workspace.
-#}
{% macro landed_source(name) %}{{ return(adapter.dispatch('landed_source')(name)) }}{% endmacro %}
{% macro default__landed_source(name) -%}
    {{ return(source('landed', name) | string | replace('<landed_dir>', var('landed_dir'))) }}
{%- endmacro %}
{% macro spark__landed_source(name) %}{{ return('parquet.`' ~ var('landed_dir') ~ '/' ~ name ~ '`') }}{% endmacro %}

{#- Stable text key over any columns; null and empty text stay apart. -#}
{% macro hash_id(columns) -%}
    md5(concat_ws('|'{% for column in columns %}, coalesce(cast({{ column }} as {{ text_type() }}), '~'){% endfor %}))
{%- endmacro %}

{#-
  A number that tells rows apart, for large groupings and joins. Two rows may share one by chance: what is found by it is compared
  again, or a test stops the build.
-#}
{% macro row_hash(columns) %}{{ return(adapter.dispatch('row_hash')(columns)) }}{% endmacro %}
{% macro default__row_hash(columns) %}{{ return('cast(hash(' ~ columns | join(', ') ~ ') >> 1 as bigint)') }}{% endmacro %}
{% macro spark__row_hash(columns) %}{{ return('xxhash64(' ~ columns | join(', ') ~ ')') }}{% endmacro %}

{#-
  A list that holds one record of columns, and a column of that record. A column that is null in nearly all of a million rows
  costs as much to write as one that is not; where the list is null nothing is written of any of its columns.
-#}
{% macro listed_record(columns) %}{{ return(adapter.dispatch('listed_record')(columns)) }}{% endmacro %}
{% macro default__listed_record(columns) -%}
    {%- set said = [] -%}
    {%- for column in columns -%}{%- do said.append("'" ~ column ~ "': " ~ column) -%}{%- endfor -%}
    {{ return('[{' ~ said | join(', ') ~ '}]') }}
{%- endmacro %}
{% macro spark__listed_record(columns) -%}
    {%- set said = [] -%}
    {%- for column in columns -%}{%- do said.append("'" ~ column ~ "', " ~ column) -%}{%- endfor -%}
    {{ return('array(named_struct(' ~ said | join(', ') ~ '))') }}
{%- endmacro %}

{% macro of_listed_record(list, column) %}{{ return(adapter.dispatch('of_listed_record')(list, column)) }}{% endmacro %}
{% macro default__of_listed_record(list, column) %}{{ return(list ~ '[1].' ~ column) }}{% endmacro %}
{% macro spark__of_listed_record(list, column) %}{{ return(list ~ '[0].' ~ column) }}{% endmacro %}

{% macro text_type() %}{{ return(adapter.dispatch('text_type')()) }}{% endmacro %}
{% macro default__text_type() %}{{ return('varchar') }}{% endmacro %}
{% macro spark__text_type() %}{{ return('string') }}{% endmacro %}

{#- Equality in which null equals null. -#}
{% macro same(left_side, right_side) %}{{ return(adapter.dispatch('same')(left_side, right_side)) }}{% endmacro %}
{% macro default__same(left_side, right_side) -%}
    {{ return(left_side ~ ' is not distinct from ' ~ right_side) }}
{%- endmacro %}
{% macro spark__same(left_side, right_side) %}{{ return(left_side ~ ' <=> ' ~ right_side) }}{% endmacro %}

{#- Replace every match of a regular expression: DuckDB stops at the first match unless told otherwise. -#}
{% macro regexp_replace_all(text, pattern, replacement) -%}
    {{ return(adapter.dispatch('regexp_replace_all')(text, pattern, replacement)) }}
{%- endmacro %}
{% macro default__regexp_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}
{% macro spark__regexp_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, r'{{ pattern }}', '{{ replacement }}')
{%- endmacro %}

{% macro regexp_group(text, pattern, group) -%}
    {{ return(adapter.dispatch('regexp_group')(text, pattern, group)) }}
{%- endmacro %}
{% macro default__regexp_group(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern }}', {{ group }}), '')
{%- endmacro %}
{% macro spark__regexp_group(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, r'{{ pattern }}', {{ group }}), '')
{%- endmacro %}

{#- Whether a pattern is found anywhere in a text; null where the text is. -#}
{% macro matches(text, pattern) %}{{ return(adapter.dispatch('matches')(text, pattern)) }}{% endmacro %}
{% macro default__matches(text, pattern) -%}
    {{ return('regexp_matches(' ~ text ~ ", '" ~ pattern ~ "')") }}
{%- endmacro %}
{% macro spark__matches(text, pattern) %}{{ return(text ~ " rlike r'" ~ pattern ~ "'") }}{% endmacro %}

{% macro try_cast_decimal(text, precision=28, scale=10) -%}
    try_cast({{ text }} as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}

{#- JSON text of a few values or of an aggregated column; nulls are left out. -#}
{% macro json_list(values) %}{{ return(adapter.dispatch('json_list')(values)) }}{% endmacro %}
{% macro default__json_list(values) -%}
    cast(to_json(list_filter([{{ values | join(', ') }}], lambda cell: cell is not null)) as varchar)
{%- endmacro %}
{% macro spark__json_list(values) -%}
    to_json(filter(array({{ values | join(', ') }}), cell -> cell is not null))
{%- endmacro %}

{#- The first `max_cells` values of a group, in the order asked for. -#}
{% macro json_list_agg(value, order_by=none) -%}
    {{ return(adapter.dispatch('json_list_agg')(value, order_by or value)) }}
{%- endmacro %}
{% macro default__json_list_agg(value, order_by) -%}
    cast(to_json(list_slice(list({{ value }} order by {{ order_by }}), 1, {{ var('max_cells') }})) as varchar)
{%- endmacro %}
{% macro spark__json_list_agg(value, order_by) -%}
    to_json(slice(
        transform(sort_array(collect_list(struct({{ order_by }}, {{ value }} as value_))), x -> x.value_),
        1, {{ var('max_cells') }}
    ))
{%- endmacro %}

{#- One value as JSON text: quoted and escaped text, a bare number, null. -#}
{% macro json_value(value) %}{{ return(adapter.dispatch('json_value')(value)) }}{% endmacro %}
{% macro default__json_value(value) -%}
    {{ return('coalesce(cast(to_json(' ~ value ~ ") as varchar), 'null')") }}
{%- endmacro %}
{% macro spark__json_value(value) -%}
    coalesce(regexp_replace(to_json(array({{ value }})), r'^\[|\]$', ''), 'null')
{%- endmacro %}

{#- One row per member of a JSON list, as text. For a select list. -#}
{% macro json_members(json_text) %}{{ return(adapter.dispatch('json_members')(json_text)) }}{% endmacro %}
{% macro default__json_members(json_text) -%}
    {{ return('unnest(from_json(' ~ json_text ~ ", '[\"VARCHAR\"]'))") }}
{%- endmacro %}
{% macro spark__json_members(json_text) -%}
    {{ return('explode(from_json(' ~ json_text ~ ", 'array<string>'))") }}
{%- endmacro %}

{#- Two columns, sentence and place: the sentences of a text, one row each. For a select list. -#}
{% macro sentences_of(text) %}{{ return(adapter.dispatch('sentences_of')(text)) }}{% endmacro %}
{% macro default__sentences_of(text) -%}
    unnest(string_split({{ text }}, '。')) as sentence,
    generate_subscripts(string_split({{ text }}, '。'), 1) as place
{%- endmacro %}
{% macro spark__sentences_of(text) -%}
    posexplode(split({{ text }}, '。')) as (place, sentence)
{%- endmacro %}

{#- One row per number from 1 to a number that is at least 1. For a select list. -#}
{% macro numbers_to(last) %}{{ return(adapter.dispatch('numbers_to')(last)) }}{% endmacro %}
{% macro default__numbers_to(last) %}{{ return('unnest(generate_series(1, ' ~ last ~ '))') }}{% endmacro %}
{% macro spark__numbers_to(last) %}{{ return('explode(sequence(1, ' ~ last ~ '))') }}{% endmacro %}

{#- One member of a JSON object as text, by its path: '$.ceiling.item_digits'. -#}
{% macro json_text(json_text, path) -%}
    {{ return(adapter.dispatch('json_text')(json_text, path)) }}
{%- endmacro %}
{% macro default__json_text(json_text, path) -%}
    {{ return('json_extract_string(' ~ json_text ~ ", '" ~ path ~ "')") }}
{%- endmacro %}
{% macro spark__json_text(json_text, path) -%}
    {{ return('get_json_object(' ~ json_text ~ ", '" ~ path ~ "')") }}
{%- endmacro %}

{#- A number for people: thousands separated, two decimals. -#}
{% macro number_text(number) %}{{ return(adapter.dispatch('number_text')(number)) }}{% endmacro %}
{% macro default__number_text(number) -%}
    case when round({{ number }}, 2) < 0 then '-' else '' end
    || format('{:,}', cast(trunc(abs(round({{ number }}, 2))) as bigint))
    || right(cast(cast(round({{ number }}, 2) as decimal(38, 2)) as varchar), 3)
{%- endmacro %}
{% macro spark__number_text(number) %}{{ return('format_number(' ~ number ~ ', 2)') }}{% endmacro %}

{#- First day after `day` that falls on the month and day written MM-DD. -#}
{% macro next_month_day(day, month_day) -%}
    case
        when try_cast(year({{ day }}) || '-' || {{ month_day }} as date) > {{ day }}
            then try_cast(year({{ day }}) || '-' || {{ month_day }} as date)
        else try_cast((year({{ day }}) + 1) || '-' || {{ month_day }} as date)
    end
{%- endmacro %}

{#- Monday is 1, Sunday 7. -#}
{% macro iso_weekday(day) %}{{ return(adapter.dispatch('iso_weekday')(day)) }}{% endmacro %}
{% macro default__iso_weekday(day) %}{{ return('isodow(' ~ day ~ ')') }}{% endmacro %}
{% macro spark__iso_weekday(day) %}{{ return('(weekday(' ~ day ~ ') + 1)') }}{% endmacro %}

{% macro plus_days(day, days) %}{{ return(adapter.dispatch('plus_days')(day, days)) }}{% endmacro %}
{% macro default__plus_days(day, days) %}{{ return('(' ~ day ~ ' + cast(' ~ days ~ ' as integer))') }}{% endmacro %}
{% macro spark__plus_days(day, days) %}{{ return('date_add(' ~ day ~ ', cast(' ~ days ~ ' as int))') }}{% endmacro %}

{#- Days from one day to a later one. -#}
{% macro days_between(first, last) %}{{ return(adapter.dispatch('days_between')(first, last)) }}{% endmacro %}
{% macro default__days_between(first, last) %}{{ return('(' ~ last ~ ' - ' ~ first ~ ')') }}{% endmacro %}
{% macro spark__days_between(first, last) %}{{ return('datediff(' ~ last ~ ', ' ~ first ~ ')') }}{% endmacro %}

{#-
  Seeds go from file to table inside DuckDB. Row by row through Python, as dbt does it where nothing else is said, ten
  thousand rows take two seconds. Every column of a seed must be declared in column_types; a file with other columns fails.
-#}
{% materialization seed, adapter='duckdb' %}
    {%- set columns = config.get('column_types') or {} -%}
    {%- if not columns -%}
        {{ exceptions.raise_compiler_error("seed '" ~ model.name ~ "' declares no column_types") }}
    {%- endif -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        create or replace table {{ target_relation }} as
        select * from read_csv(
            '{{ adapter.get_seed_file_path(model) }}',
            auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
            columns = { {%- for name, type in columns.items() %}'{{ name }}': '{{ type }}'{{ ', ' if not loop.last }}{% endfor -%} }
        )
    {%- endcall %}
    {%- set loaded = run_query('select count(*) as n_rows from ' ~ target_relation) -%}
    {%- do store_result('agate_table', response='OK', agate_table=loaded) -%}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#-
  Tables and views are made in place. The working database is new at every build and nobody reads it meanwhile, so a
  second name, a rename and a drop for each model would only cost time.
  A model that is one large union may say `union all -- branch by branch` and gets a statement a branch: of one statement DuckDB
  starts all branches at once and keeps the hash tables of each. Such branches share no CTE.
-#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {{ run_hooks(pre_hooks) }}
    {%- set branches = compiled_code.split('union all -- branch by branch') if model['language'] == 'sql' else [compiled_code] -%}
    {% call statement('main', language=model['language']) -%}
        {{ create_table_as(False, target_relation, branches[0], model['language']) }}
    {%- endcall %}
    {%- for branch in branches[1:] %}
    {% call statement('branch') -%}
        insert into {{ target_relation }} {{ branch }}
    {%- endcall %}
    {%- endfor %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='view') -%}
    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        create view {{ target_relation }} as {{ compiled_code }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
