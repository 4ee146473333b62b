{#- As many rows, and to the cent as much of `column`, as in the model it was made from. -#}
{% test conservation(model, made_from, column) %}
with made as (
    select count(*) as n_rows, coalesce(sum({{ column }}), 0) as total
    from {{ model }}
),

origin as (
    select count(*) as n_rows, coalesce(sum({{ column }}), 0) as total
    from {{ made_from }}
)

select made.n_rows, origin.n_rows as n_rows_before, made.total, origin.total as total_before
from made
cross join origin
where made.n_rows <> origin.n_rows or made.total <> origin.total
{% endtest %}
