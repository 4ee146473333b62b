-- The items in which a year carries over what it left to the next one: which side of the turn of the year each is on.
{% for side in ('closing', 'opening') %}
select
    items.item_id,
    '{{ side }}' as side,
    min(pairs.pair_id) as pair_id
from {{ ref('dim_items') }} as items
inner join {{ ref('carry_over_items') }} as pairs
    on
        (
            pairs.matched_by = 'code'
            and items.system = pairs.{{ side }}_system
            and substr(items.item_code, 1, length(pairs.{{ side }}_item)) = pairs.{{ side }}_item
        )
        or (pairs.matched_by = 'name' and items.is_unmapped and items.name_local = pairs.{{ side }}_item)
group by items.item_id
{{ 'union all' if not loop.last }}
{% endfor %}
