{#-
  No two rows agree on all the named columns; null counts as a value. Rows are counted by a number first: groups of long texts
  take several times the memory and the time.
-#}
{% test unique_combination(model, columns) %}
with doubtful as (
    select {{ row_hash(columns) }} as row_hash
    from {{ model }}
    group by row_hash
    having count(*) > 1
)

select {{ columns | join(', ') }}, count(*) as n_rows
from {{ model }}
where {{ row_hash(columns) }} in (select row_hash from doubtful)
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
