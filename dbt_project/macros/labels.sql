{#- How printed words become keys. One definition, used wherever labels meet. -#}

{#- Comparable form of a printed label: no numbering, blanks, punctuation, case or accents. -#}
{% macro label_key(text) -%}
    nullif({{ regexp_replace_all(
        regexp_replace_all(
            "translate(lower(" ~ text ~ "), 'áàâäãåéèêëíìîïóòôöõúùûüñç', 'aaaaaaeeeeiiiiooooouuuunc')",
            '^\\s*(其中[:：])?\\s*([(（]?[一二三四五六七八九十]+[)）、.．]+|[(（]?[0-9]+[)）、．]+)?',
            ''
        ),
        '[\\s　,.;:·,，。、；：()（）\\[\\]【】\"“”/_-]+',
        ''
    ) }}, '')
{%- endmacro %}

{#- The key under which a line is recognised in another column, file or year: the code, else the words. -#}
{% macro line_key(code, name) -%}
    coalesce(nullif(trim({{ code }}), ''), {{ label_key(name) }})
{%- endmacro %}

{#- Months covered by a printed part of the year: 1-9月, 截至9月, 上半年, 前三季度, 第二季度; null for other words. -#}
{% macro months_of_period(text) -%}
    coalesce(
        cast({{ regexp_group(text, '([0-9]{1,2})\\s*[-—–~～至到]\\s*([0-9]{1,2})\\s*月', 2) }} as integer)
        - cast({{ regexp_group(text, '([0-9]{1,2})\\s*[-—–~～至到]\\s*([0-9]{1,2})\\s*月', 1) }} as integer) + 1,
        case
            when {{ text }} like '%前三季度%' then 9
            when {{ text }} like '%上半年%' then 6
            when {{ text }} like '%季度%' then 3
        end,
        cast({{ regexp_group(text, '截至\\s*([0-9]{1,2})\\s*月', 1) }} as integer)
    )
{%- endmacro %}

{#-
  What one step of the last printed digit is worth in base units. A ten-thousandth of a unit is the finest that amounts
  are kept in.
-#}
{% macro display_unit(scale, decimals) -%}
    greatest(cast({{ scale }} * power(10, -({{ decimals }})) as decimal(28, 10)), 0.0001)
{%- endmacro %}
