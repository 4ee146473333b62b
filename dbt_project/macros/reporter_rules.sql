{#- What rules about a reporter and year share: a CTE `judged` over int_reporter_patterns, and these columns from it. -#}
{% macro reporter_rule_columns(rule_id, en, zh, pairs, strength='null') -%}
    {{ rule_columns(rule_id, about={
        'subject_id': hash_id(['organisation_id', 'fiscal_year']),
        'subject': "concat_ws(' / ', organisation_name, cast(fiscal_year as " ~ text_type() ~ '))',
        'other_export_id': 'null',
        'difference_money': 'null',
        'strength': strength,
        'sentence_en': say_by_status(en),
        'sentence_zh': say_by_status(zh),
        'cells': "'[]'",
        'alternatives': innocent(pairs, 0),
        'alternatives_zh': innocent(pairs, 1),
    }) }}
{%- endmacro %}
