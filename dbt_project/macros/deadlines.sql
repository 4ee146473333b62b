{#-
  The n-th working day after a day, Monday to Friday. Public holidays are not known here: where there are some the day
  comes too early. A day on a weekend counts as the Friday before.
-#}
{% macro working_days_after(day, n) -%}
    {%- set place = 'least(' ~ iso_weekday(day) ~ ', 5)' -%}
    {%- set weekends = 'floor((' ~ place ~ ' - 1 + ' ~ n ~ ') / 5.0)' -%}
    {{ plus_days(day, n ~ ' + 2 * ' ~ weekends ~ ' + ' ~ place ~ ' - ' ~ iso_weekday(day)) }}
{%- endmacro %}

{#- Years in a text change what nothing else does. -#}
{% macro without_years(text) -%}
    {{ regexp_replace_all(text, '(19|20)[0-9]{2}', '') }}
{%- endmacro %}
