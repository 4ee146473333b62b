-- Every item of every edition with itself and all items above it, nearest first.
with items as (
    select
        system,
        cast(edition_date as date) as edition_date,
        item_code,
        parent_code,
        lower(cast(is_transfer as {{ text_type() }})) = 'true' as is_transfer
    from {{ ref('classification_items') }}
),

step_0 as (
    select
        items.*,
        item_code as ancestor_code,
        parent_code as next_code
    from items
),

{% for step in range(1, 6) %}
step_{{ step }} as (
    select
        below.system,
        below.edition_date,
        below.item_code,
        below.parent_code,
        items.is_transfer,
        items.item_code as ancestor_code,
        items.parent_code as next_code
    from step_{{ step - 1 }} as below
    inner join items
        on below.system = items.system and below.edition_date = items.edition_date and below.next_code = items.item_code
),

{% endfor %}
steps as (
    {% for step in range(6) %}
    select
        system,
        edition_date,
        item_code,
        ancestor_code,
        is_transfer,
        next_code,
        {{ step }} as distance
    from step_{{ step }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    {{ hash_id(['system', 'edition_date', 'item_code']) }} as item_id,
    system,
    edition_date,
    item_code,
    ancestor_code,
    distance,
    is_transfer,
    row_number() over (partition by system, edition_date, item_code order by distance desc) = 1 as is_root
from steps
