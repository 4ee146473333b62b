{#-
  What rules about a reporter share: a CTE `judged`, and these columns from it. The reporter is an organisation and year, as in
  int_reporter_patterns, unless `subject_id` and `subject` say another.
-#}
{% macro reporter_rule_columns(rule_id, en, zh, pairs, strength='null', subject_id=none, subject=none) -%}
    {{ rule_columns(rule_id, about={
        'subject_id': subject_id or hash_id(['organisation_id', 'fiscal_year']),
        'subject': subject or "concat_ws(' / ', organisation_name, cast(fiscal_year as " ~ text_type() ~ '))',
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
