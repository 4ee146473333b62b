{#- How printed words become keys. One definition, used wherever labels meet. -#}

{#-
  Comparable form of a printed label: one width and case, no accents, no blanks of any kind, no numbering (一、（廿一）1. (1)
  ① 第三、), no 其中：, no word for the level ((类) （款） (项)), no punctuation. Words in other brackets are kept: they tell
  items apart.
-#}
{% macro label_key(text) -%}
    nullif({{ regexp_replace_all(
        unnumbered(one_width(text)),
        "[(（](类|款|项|科目)[)）]|[\\s　,.;:·,，。、；：()（）\\[\\]【】〔〕《》<>\"“”''‘’/_—–-]+",
        ''
    ) }}, '')
{%- endmacro %}

{#- Lower case, half width, without accents and blanks; those that no regular expression counts as such go too. -#}
{% macro one_width(text) -%}
    {{ regexp_replace_all(
        "translate(lower(" ~ text ~ "), 'áàâäãåéèêëíìîïóòôöõúùûüñç０１２３４５６７８９"
        ~ "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ％＋\u00a0\u2007\u202f\u200b\u200c\u200d\u2060\ufeff\u00ad', "
        ~ "'aaaaaaeeeeiiiiooooouuuunc0123456789abcdefghijklmnopqrstuvwxyz%+')",
        '[\\s\\x{2000}-\\x{200a}\\x{3000}]+',
        ''
    ) }}
{%- endmacro %}

{#- Without the numbers and the 其中： a line begins with. 1.5% keeps its number: only what no digit follows is one. -#}
{% macro unnumbered(text) -%}
    {%- set marks = "^(其中[:：,，]|第?[(（]?[一二三四五六七八九十廿卅百〇零]+[)）、.．]+|[(（]?[0-9]+[)）、．]+"
        ~ "|[①-⑳ⅰ-ⅻ][、.．]?|[★☆*＊#＃△▲·•-]+)+" -%}
    {%- set bare = regexp_replace_all(text, marks, '') -%}
    coalesce({{ regexp_group(bare, '^[0-9]{1,2}\\.([^0-9].*)$', 1) }}, {{ bare }})
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

{#- What a budget line is called where it is printed: its classes in words, else in codes. -#}
{% macro printed_line_words() -%}
    nullif(concat_ws(
        ' ',
        coalesce(item_name_printed, item_code_printed),
        coalesce(economic_name_printed, economic_code_printed)
    ), '')
{%- endmacro %}
