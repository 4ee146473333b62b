{#-
  Points an indicator earns for what was achieved, by the scoring rule of the official self-evaluation form: at least the target earns
  the full weight, less earns it in proportion; a ceiling earns the full weight up to the target and loses it in proportion until twice
  the target; a target of exactly nothing that was exceeded earns nothing. Null where the texts give no numbers or no direction.
-#}
{% macro official_score(operator, target, upper, actual, weight) -%}
    cast(round(case
        when {{ target }} is null or {{ actual }} is null or {{ weight }} is null or {{ target }} < 0 or {{ actual }} < 0 then null
        when {{ operator }} = '=' and {{ target }} = 0 then case when {{ actual }} = 0 then cast({{ weight }} as double) else 0 end
        when {{ operator }} in ('>=', '>', '=') and {{ actual }} >= {{ target }} then cast({{ weight }} as double)
        when {{ operator }} in ('>=', '>', '=') then cast({{ weight }} as double) * cast({{ actual }} as double) / cast({{ target }} as double)
        when {{ operator }} in ('<=', '<') and {{ actual }} <= {{ target }} then cast({{ weight }} as double)
        when {{ operator }} in ('<=', '<') and {{ actual }} >= 2 * {{ target }} then 0
        when {{ operator }} in ('<=', '<')
            then cast({{ weight }} as double) * (1 - (cast({{ actual }} as double) - cast({{ target }} as double)) / cast({{ target }} as double))
        when {{ operator }} = 'between' and {{ actual }} between {{ target }} and {{ upper }} then cast({{ weight }} as double)
    end, 4) as decimal(28, 4))
{%- endmacro %}

{#-
  Points for the execution rate: its weight times executed over budget, at most its weight. A row is one of an execution rate when it sets
  no direction, asks for 100 and achieves what its own amounts give.
-#}
{% macro execution_score(operator, target, actual, budget, executed, weight) -%}
    case
        when
            {{ operator }} is null and {{ target }} = 100 and {{ budget }} > 0 and {{ executed }} >= 0
            and abs({{ actual }} - 100.0 * {{ executed }} / {{ budget }}) <= 0.1
            then cast(round(
                cast({{ weight }} as double) * least(1, cast({{ executed }} as double) / cast({{ budget }} as double)), 4
            ) as decimal(28, 4))
    end
{%- endmacro %}
