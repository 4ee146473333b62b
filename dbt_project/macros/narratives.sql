{#- Figures that a report tells in words. Belongs here: finding them in a text. Does not belong here: what they must agree with. -#}

{#- The figure that stands right behind a name, as text; null where none does. -#}
{% macro told_behind(text, name) -%}
    case when instr({{ text }}, {{ name }}) > 0 then {{ regexp_group(
        'substr(' ~ text ~ ', instr(' ~ text ~ ', ' ~ name ~ ') + length(' ~ name ~ '), 24)',
        '^[为达共计约是：:]{0,2}\\s*([0-9][0-9,]*[.]?[0-9]*\\s*[万亿]?)', 1
    ) }} end
{%- endmacro %}

{#- The money that stands behind words, as text: 执行210.66万元. -#}
{% macro told_money(text, words) -%}
    {{ regexp_group(text, words ~ '\\s*([0-9][0-9,]*[.]?[0-9]*\\s*[万亿]?)元', 1) }}
{%- endmacro %}

{#- The value of such a text, and half of its last digit. -#}
{% macro told_value(told) -%}
    cast({{ regexp_replace_all(told, '[^0-9.]', '') }} as double) * {{ _told_scale(told) }}
{%- endmacro %}

{% macro told_rounding(told) -%}
    0.5 * power(10, -coalesce(length({{ regexp_group(told, '[.]([0-9]+)', 1) }}), 0)) * {{ _told_scale(told) }}
{%- endmacro %}

{% macro _told_scale(told) -%}
    case when {{ told }} like '%亿%' then 100000000 when {{ told }} like '%万%' then 10000 else 1 end
{%- endmacro %}
