{#- How an amount gets from the item or region it was reported under to another one. -#}

{#- Ways of getting there, the surest first. A path is as sure as its least sure step. -#}
{% macro methods() -%}
    {{ return(['direct', 'parent', 'predominance', 'weight', 'estimate', 'unmapped']) }}
{%- endmacro %}

{% macro method_rank(method) -%}
    case {{ method }}
        {%- for name in methods() %} when '{{ name }}' then {{ loop.index0 }}{% endfor %}
    end
{%- endmacro %}

{% macro method_name(rank) -%}
    case {{ rank }}
        {%- for name in methods() %} when {{ loop.index0 }} then '{{ name }}'{% endfor %}
    end
{%- endmacro %}

{#- Shares of one source up to and with this target. -#}
{% macro share_until(share, of, order_by) -%}
    cast(
        sum({{ share }}) over (partition by {{ of }} order by {{ order_by }} rows unbounded preceding) as decimal(13, 12)
    )
{%- endmacro %}

{#- A border of a step inside the part that the way has so far: rounded, but the same border for both neighbours. -#}
{% macro border_inside(way, border) -%}
    cast({{ way }}.part_from + ({{ way }}.part_to - {{ way }}.part_from) * {{ border }} as decimal(13, 12))
{%- endmacro %}

{#-
  Where the part of a target begins and ends between 0 and 1 when the targets of one source stand side by side. Cut out of
  an amount by cut_amount(), the parts add up to it exactly, however the shares are rounded: the last part ends at 1.
-#}
{% macro part_from(share, of, order_by) -%}
    cast(coalesce(sum({{ share }}) over (
        partition by {{ of }} order by {{ order_by }} rows between unbounded preceding and 1 preceding
    ), 0) as decimal(13, 12))
{%- endmacro %}

{% macro part_to(share, of, order_by) -%}
    cast(case
        when row_number() over (partition by {{ of }} order by {{ order_by }})
            = count(*) over (partition by {{ of }}) then 1
        else sum({{ share }}) over (partition by {{ of }} order by {{ order_by }} rows unbounded preceding)
    end as decimal(13, 12))
{%- endmacro %}

{#- The part of an amount between two shares, to a ten-thousandth; neighbouring parts share their border. -#}
{% macro cut_amount(amount, part_from, part_to) -%}
    cast(
        case
            when {{ part_from }} = 0 and {{ part_to }} = 1 then {{ amount }}
            else round({{ amount }} * {{ part_to }}, 4) - round({{ amount }} * {{ part_from }}, 4)
        end as decimal(28, 4)
    )
{%- endmacro %}
