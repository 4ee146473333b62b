{#- What rules about the run of a year share: a CTE `judged` over int_year_paths, and these columns from it. -#}
{% macro year_path_columns(rule_id, en, zh, pairs, strength='null') -%}
    {{ rule_columns(rule_id, about={
        'subject_id': hash_id(['contract_id', 'series_id', 'fiscal_year']),
        'subject': "concat_ws(' / ', region_code, label, cast(fiscal_year as " ~ text_type() ~ '))',
        'other_export_id': 'null',
        'difference_money': 'null',
        'programme_id': 'programme_id',
        'about_id': 'figure_id',
        'strength': strength,
        'sentence_en': say_by_status(en),
        'sentence_zh': say_by_status(zh),
        'cells': json_list(['figure_id']),
        'alternatives': innocent(pairs, 0),
        'alternatives_zh': innocent(pairs, 1),
    }) }}
{%- endmacro %}
