{#-
  What the words of an indicator report mean: its nature, the form of a target, the direction in which it is met. Belongs
  here: readings of words. Does not belong here: scores (scores.sql) and judgements (rules).
-#}

{#- Text of an indicator's words in one case, for patterns. -#}
{% macro indicator_words(columns) -%}
    lower(concat_ws(' ', {{ columns | join(', ') }}))
{%- endmacro %}

{#-
  What an indicator measures, after the levels of the official form: 产出指标 (数量, 质量, 时效, 成本), 效益指标 (经济, 社会,
  生态, 可持续), 满意度指标; and the same words in English and Spanish. The printed level goes before the name.
-#}
{% macro indicator_nature(levels, name) -%}
    coalesce({{ _nature_of(levels) }}, {{ _nature_of(name) }}, 'other')
{%- endmacro %}

{% macro _nature_of(text) -%}
    case
        when {{ matches(text, '满意|satisf') }} then 'satisfaction'
        when {{ matches(text, '执行率|预算执行|execution rate|budget execution') }} then 'execution'
        when {{ matches(text, '成本|费用|cost|coste') }} then 'cost'
        when {{ matches(text, '时效|及时|按时|时限|timel|on time|deadline|plazo') }} then 'timeliness'
        when {{ matches(text, '质量|合格|达标率|quality|calidad') }} then 'quality'
        when {{ matches(text, '数量|quantity|cantidad') }} then 'quantity'
        when {{ matches(text, '经济效益|economic') }} then 'economic'
        when {{ matches(text, '生态|环境效益|ecolog|environment') }} then 'ecological'
        when {{ matches(text, '可持续|sustain') }} then 'sustained'
        when {{ matches(text, '社会效益|social') }} then 'social'
    end
{%- endmacro %}

{#- Percent-like: a share that can't leave 0 to 100, as far as its unit or its printed figures say so. -#}
{% macro is_percent(unit, target_text, actual_text) -%}
    coalesce({{ matches('lower(' ~ unit ~ ')', '[%％]|百分|percent|porcentaje') }}, false)
    or coalesce({{ matches(target_text, '[%％]') }}, false)
    or coalesce({{ matches(actual_text, '[%％]') }}, false)
{%- endmacro %}

{#- The form in which a target is written; only number and range can be met by arithmetic. -#}
{% macro target_form(text, operator, value) -%}
    case
        when {{ text }} is null or {{ matches(text, '^\\s*(无|—+|-+|/|[nN][./]?[aA][.]?|[.]{2,}|…|不适用)\\s*$') }} then 'missing'
        when {{ matches(text, '[*＊×xX_＿]{2,}|填写|请填|字以内') }} then 'template'
        when {{ operator }} = 'between' then 'range'
        when {{ matches(text, '[0-9].*[，,；;、].*[≥≤<>＞＜=＝].*[0-9]') }} then 'compound'
        when {{ operator }} = 'date' then 'date'
        when {{ value }} is not null then 'number'
        when {{ operator }} = 'text' then 'text'
        else 'unparsable'
    end
{%- endmacro %}

{#-
  What is known of which way is better: what the contract says, else the sign of the target, else the words of the name, else that it is a cost. An equal
  sign is scored like 不低于 by the official rule. Of `neither` no result is better than another. Over rows of indicators whose words were read.
-#}
{% macro _known_way() -%}
    coalesce(
        case
            when better in ('higher', 'lower', 'neither') then better
            when target_operator in ('>=', '>') then 'higher'
            when target_operator in ('<=', '<') then 'lower'
            when target_operator = 'between' then 'inside'
        end,
        case when is_share then way_of_share else way end,
        case when nature = 'cost' then 'lower' when target_operator = '=' then 'higher' end
    )
{%- endmacro %}

{#- What rules take for better: a bare number is met by at least as much; how many inhabitants there are to a facility is nobody's aim. -#}
{% macro indicator_direction() -%}
    coalesce({{ _known_way() }}, case
        when target_value is null or {{ _is_inhabitants_per(indicator_words(['indicator_name'])) }} then 'unknown'
        else 'higher'
    end)
{%- endmacro %}

{#- Which way is known; a bare number alone says nothing. -#}
{% macro indicator_polarity() -%}
    case {{ _known_way() }}
        when 'higher' then 'higher_better'
        when 'lower' then 'lower_better'
        when 'inside' then 'inside_range'
        when 'neither' then 'neither_better'
        else 'unknown'
    end
{%- endmacro %}

{% macro _is_inhabitants_per(name) -%}
    coalesce({{ matches(
        name, '^\\s*(poblaci[oó]n|habitantes|population|inhabitants|residents)([^/]*/|[^/]* (del|of|in) .* (por|per) | (por|per) )'
    ) }}, false)
{%- endmacro %}

{#- Decimals of the first figure in a printed text; thousands marks don't matter for it. -#}
{% macro printed_decimals(text) -%}
    coalesce(length({{ regexp_group(text, '[0-9][.,]([0-9]+)(?:[^0-9.,]|$)', 1) }}), 0)
{%- endmacro %}

{#-
  Power of ten that a word behind the first figure means: 1.1万元 is 11,000 元. Where the text says none the unit of the
  column does. Figures of 1.2 million are landed as 1,200,000, in the unit of the column.
-#}
{% macro figure_scale(text, unit) -%}
    coalesce(
        {{ _scale_of(text, '[0-9]\\s*', '百万', '千[元人户件次]') }},
        {{ _scale_of(unit, '^\\s*', '百万|million|Mio', '千[元人户件次]|thousand') }}, 1
    )
{%- endmacro %}

{% macro _scale_of(text, before, million, thousand) -%}
    case
        when {{ matches(text, before ~ '(亿|億)') }} then 100000000
        when {{ matches(text, before ~ '(' ~ million ~ ')') }} then 1000000
        when {{ matches(text, before ~ '(万|萬)') }} then 10000
        when {{ matches(text, before ~ '(' ~ thousand ~ ')') }} then 1000
    end
{%- endmacro %}

{#- Logarithms of counts and money, angles of shares: the scale on which honest targets of small and large differ alike. -#}
{% macro target_scale(value, is_share) -%}
    case
        when not {{ value }} > 0 then null
        when {{ is_share }}
            then asin(sqrt(least(100, cast({{ value }} as double)) / 100))
        else ln(cast({{ value }} as double))
    end
{%- endmacro %}

{#-
  How far a target asks for less than both the last result and what it comes to if things go on as before; negative where it asks for more. The
  budget has no say in this: who is granted less may be given a lower target, and then it stands out among its peers for a reason that can be told.
-#}
{% macro ease_of_target(reports, forecasts) -%}
    {%- set target = target_scale(reports ~ '.target_value', reports ~ '.is_share') -%}
    {%- set last = target_scale(reports ~ '.prior_actual', reports ~ '.is_share') -%}
    {%- set expected = target_scale(forecasts ~ '.target_as_before', reports ~ '.is_share') -%}
    case
        when {{ reports }}.target_state <> 'number' or {{ reports }}.is_norm then null
        when {{ reports }}.direction = 'higher' then least({{ last }}, {{ expected }}) - ({{ target }})
        when {{ reports }}.direction = 'lower' then ({{ target }}) - greatest({{ last }}, {{ expected }})
    end
{%- endmacro %}
