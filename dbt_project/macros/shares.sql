{#- One end of Wilson's interval of a share of n; z says how sure (1.96: 95 %). Null where n is 0. -#}
{% macro wilson(share, n, z, side) -%}
    ({{ share }} + {{ z * z / 2 }} / {{ n }} {{ side }} {{ z }} * sqrt(
        {{ share }} * (1 - {{ share }}) / {{ n }} + {{ z * z / 4 }} / {{ n }} / {{ n }}
    )) / (1 + {{ z * z }} / {{ n }})
{%- endmacro %}
