{#- No row and no cent is unaccounted for. -#}
{% test nothing_lost(model) %}
select *
from {{ model }}
where rows_difference <> 0 or money_difference <> 0
{% endtest %}
