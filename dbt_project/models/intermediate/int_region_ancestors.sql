-- Every region with itself and all regions above it, nearest first.
with regions as (
    select distinct
        region_code,
        parent_code
    from {{ ref('regions') }}
),

step_0 as (
    select
        region_code,
        region_code as ancestor_code
    from regions
),

{% for step in range(1, 6) %}
step_{{ step }} as (
    select distinct
        step_{{ step - 1 }}.region_code,
        regions.parent_code as ancestor_code
    from step_{{ step - 1 }}
    inner join regions on step_{{ step - 1 }}.ancestor_code = regions.region_code
    where regions.parent_code is not null
),
{% endfor %}

steps as (
    {% for step in range(6) %}
    select
        region_code,
        ancestor_code,
        {{ step }} as distance
    from step_{{ step }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    region_code,
    ancestor_code,
    min(distance) as distance
from steps
group by region_code, ancestor_code
