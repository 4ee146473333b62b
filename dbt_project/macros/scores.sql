{#-
  Points an indicator earns for what was achieved, by the formulas of a pack of scoring rules (score_packs). At least the target earns the
  full weight, less earns it in proportion. A ceiling earns the full weight up to the target; beyond it the points fall in proportion until
  twice the target (`linear`) or as target over actual (`ratio`). A target of exactly nothing that was exceeded earns nothing. Null where the
  texts give no numbers or no direction, and where the pack leaves the points to judgement.
-#}
{% macro official_score(operator, target, upper, actual, weight, pack) -%}
    cast(round(case
        when {{ target }} is null or {{ actual }} is null or {{ weight }} is null or {{ target }} < 0 or {{ actual }} < 0 then null
        when {{ operator }} = '=' and {{ target }} = 0 then case when {{ actual }} = 0 then cast({{ weight }} as double) else 0 end
        when {{ operator }} in ('>=', '>', '=') and {{ target }} > 0 and {{ actual }} >= {{ pack }}.judged_from_ratio * {{ target }} then null
        when {{ operator }} in ('>=', '>', '=') and {{ actual }} >= {{ target }} then cast({{ weight }} as double)
        when {{ operator }} in ('>=', '>', '=') then cast({{ weight }} as double) * cast({{ actual }} as double) / cast({{ target }} as double)
        when {{ operator }} in ('<=', '<') and {{ actual }} <= {{ target }} then cast({{ weight }} as double)
        when {{ operator }} in ('<=', '<') and {{ pack }}.lower_formula = 'ratio'
            then cast({{ weight }} as double) * cast({{ target }} as double) / cast({{ actual }} as double)
        when {{ operator }} in ('<=', '<') and {{ actual }} >= 2 * {{ target }} then 0
        when {{ operator }} in ('<=', '<')
            then cast({{ weight }} as double) * (1 - (cast({{ actual }} as double) - cast({{ target }} as double)) / cast({{ target }} as double))
        when {{ operator }} = 'between' and {{ actual }} between {{ target }} and {{ upper }} then cast({{ weight }} as double)
    end, 4) as decimal(28, 4))
{%- endmacro %}

{#-
  Points for the execution rate: its weight times executed over budget, at most its weight (`proportional`), or all, seven tenths, half and
  none of it from 100, 80, 60 % and below (`bands`). A row is one of an execution rate when it sets no direction, asks for 100 and achieves
  what its own amounts give.
-#}
{% macro execution_score(operator, target, actual, budget, executed, weight, pack) -%}
    case
        when
            {{ operator }} is null and {{ target }} = 100 and {{ budget }} > 0 and {{ executed }} >= 0
            and abs({{ actual }} - 100.0 * {{ executed }} / {{ budget }}) <= 0.1
            then cast(round(cast({{ weight }} as double) * case
                when {{ pack }}.execution_formula = 'proportional'
                    then least(1, cast({{ executed }} as double) / cast({{ budget }} as double))
                when {{ executed }} >= {{ budget }} then 1
                when {{ executed }} >= 0.8 * {{ budget }} then 0.7
                when {{ executed }} >= 0.6 * {{ budget }} then 0.5
                else 0
            end, 4) as decimal(28, 4))
    end
{%- endmacro %}

{#-
  The sign by which a target is scored: the printed one. An equal sign is scored like 不低于 unless less is known to be better, and a bare number only
  where the contract says which way is better.
-#}
{% macro _scored_sign(reports) -%}
    case
        when coalesce({{ reports }}.target_operator, '=') <> '=' then {{ reports }}.target_operator
        when {{ reports }}.polarity = 'neither_better' then null
        when {{ reports }}.target_operator is null and coalesce({{ reports }}.better, 'unknown') = 'unknown' then null
        when {{ reports }}.polarity = 'lower_better' then '<='
        else '='
    end
{%- endmacro %}

{#- Either of the two for an indicator report, that of an execution rate first; null where it is no leaf or holds no measured result. -#}
{% macro score_under(reports, pack) -%}
    case
        when {{ reports }}.row_role = 'leaf' and {{ reports }}.is_measured then coalesce(
            {{ execution_score(
                reports ~ '.target_operator', reports ~ '.target_value', reports ~ '.actual_value', reports ~ '.budget',
                reports ~ '.executed', reports ~ '.weight', pack
            ) }},
            {{ official_score(
                _scored_sign(reports), reports ~ '.target_value', reports ~ '.target_upper',
                reports ~ '.actual_in_target_unit', reports ~ '.weight', pack
            ) }}
        )
    end
{%- endmacro %}

{#- Whether a pack is in force at the end of a fiscal year; open dates do not bind, nor does a year nobody states. -#}
{% macro pack_is_in_force(pack, fiscal_year) -%}
    coalesce({{ pack }}.valid_from <= cast({{ fiscal_year }} || '-12-31' as date), true)
    and coalesce({{ pack }}.valid_to >= cast({{ fiscal_year }} || '-12-31' as date), true)
{%- endmacro %}
