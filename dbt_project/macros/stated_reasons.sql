{#-
  What a reporter itself says made a figure odd. Belongs here: reading the reason. Does not belong here: believing it. A
  reason that would clear the reporter turns an accusation into a question; it never makes one disappear.
-#}

{#- The first innocent reason that a text states, as one word; null where it states none. -#}
{% macro stated_reason(text) -%}
    case
        when {{ text }} is null then null
        when {{ matches(text, '口径[^，。；,;]{0,30}(调整|变化|变更|修订)|(定义|统计制度|统计方法).{0,8}(调整|修订|变更)|(definition|methodology) (was |has been )?(changed|revised)|cambio de (definici[oó]n|metodolog[ií]a)') }} then 'definition'
        when {{ matches(text, '法定|条例|法律规定|统一规定|强制性?标准|statutory|legal minimum|required by law|m[ií]nimo legal|por ley') }} then 'legal'
        when {{ matches(text, '预付|(上年|以前年度|前期)已?(支付|付款|付清)|尾款|prepaid|paid (for )?in (an |the )?(earlier|previous|prior)|anticipo') }} then 'prepaid'
        when {{ matches(text, '节约|节支|节余|结余.{0,6}(交回|上缴|收回)|savings?\\b|ahorro|economia de') }} then 'saving'
        when {{ matches(text, '灾|疫情|台风|地震|干旱|disaster|flood|drought|epidemic|earthquake|inundaci|sequ[ií]a') }} then 'disaster'
        when {{ matches(text, '并入|合并|划转|撤并|区划调整|merge[dr]|boundar(y|ies) change|fusi[oó]n') }} then 'merger'
        when {{ matches(text, '(新建|扩建|改建).{0,12}(使用|运行|投产|运营)|new (facility|building|plant)|nueva sede') }} then 'facility'
        when {{ matches(text, '(一次性|专项).{0,4}(补助|转移支付|资金)|earmarked|one-off (grant|transfer)|subvenci[oó]n extraordinaria') }} then 'grant'
    end
{%- endmacro %}

{#- Whether the stated reason is one of those that would explain this finding. -#}
{% macro is_explained(reasons, column='stated_reason') -%}
    coalesce({{ column }} in ('{{ reasons | join("', '") }}'), false)
{%- endmacro %}

{#- Evidence counts half where the reporter has given such a reason. -#}
{% macro milder_where_explained(reasons, strength) -%}
    (case when {{ is_explained(reasons) }} then 0.5 else 1.0 end) * ({{ strength }})
{%- endmacro %}
