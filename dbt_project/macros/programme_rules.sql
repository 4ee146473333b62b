{#-
  What rules about a programme and year share. Such a rule is a CTE `judged` over int_programme_attainment with status, observed,
  expected and tolerance, and a select of programme_rule_columns from it. `about` says which expression stands for a column where the
  evidence is another one.
-#}
{% macro programme_rule_columns(rule_id, en, zh, pairs, strength='null', severity='null', about={}) -%}
    {%- set own = {
        'subject_id': hash_id(['slot', 'region_code', 'organisation_id', 'programme_id', 'fiscal_year', 'period_end']),
        'subject': "concat_ws(' / ', coalesce(organisation_name, contract_id), programme_name, cast(fiscal_year as " ~ text_type() ~ '))',
        'other_export_id': 'null',
        'difference_money': 'null',
        'programme_id': 'programme_id',
        'strength': strength,
        'sentence_en': say_by_status(en),
        'sentence_zh': say_by_status(zh),
        'cells': "'[]'",
        'alternatives': innocent(pairs, 0),
        'alternatives_zh': innocent(pairs, 1),
    } -%}
    {%- do own.update(about) -%}
    {{ rule_columns(rule_id, severity=severity, about=own) }}
{%- endmacro %}

{#-
  Whom a report of a programme stands for where money and results meet, joined with int_programme_carriers as carriers: its own body where
  the programme is told by body, else whoever carries it.
-#}
{% macro carrier_of(report) -%}
    case when carriers.is_by_body then {{ report }}.organisation_id else carriers.organisation_id end
{%- endmacro %}

{#- Lasting key of a programme and year; of a body's part where it is told by body. -#}
{% macro programme_year_id(of) -%}
    case
        when {{ of }}.is_by_body then {{ hash_id([of ~ '.programme_id', of ~ '.organisation_id', of ~ '.fiscal_year']) }}
        else {{ hash_id([of ~ '.programme_id', of ~ '.fiscal_year']) }}
    end
{%- endmacro %}

{#- The words of it. -#}
{% macro programme_year_words() -%}
    concat_ws(
        ' / ', region_code, case when is_by_body then organisation_name end, programme_name, cast(fiscal_year as {{ text_type() }})
    )
{%- endmacro %}
