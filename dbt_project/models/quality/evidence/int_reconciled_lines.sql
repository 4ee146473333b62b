-- Per export, what became of its amounts at each resolution: rows and base-unit money mapped, and rows and money kept
-- as unmapped.
{{ config(materialized='ephemeral') }}
{% set found = "('exact_code', 'label', 'prefix')" %}
{% set steps = [
    ('items', 'mapping_method in ' ~ found),
    ('economic_items', 'economic_mapping_method in ' ~ found),
    ('regions', "region_code <> 'unmapped'"),
] %}

with lines as (
    select
        landed_key,
        currency,
        amount,
        {% for step, condition in steps %}
        coalesce({{ condition }}, false) as has_{{ step }},
        {% endfor %}
        -- Everything that is printed of a line is understood.
        region_code <> 'unmapped'
        and mapping_method <> 'unmapped'
        and coalesce(economic_mapping_method, '') <> 'unmapped'
        and (mapping_method <> 'not_stated' or economic_mapping_method is not null) as has_all
    from {{ ref('fct_budget_lines') }}
)

{% for step in ['all', 'items', 'economic_items', 'regions'] %}
select
    landed_key,
    'harmonised{{ '' if step == 'all' else '_' ~ step }}' as step,
    case when min(currency) = max(currency) then min(currency) end as currency,
    count(case when has_{{ step }} then 1 end) as rows_mapped,
    count(case when not has_{{ step }} then 1 end) as rows_unmapped,
    coalesce(sum(case when has_{{ step }} then amount end), 0) as money_mapped,
    coalesce(sum(case when not has_{{ step }} then amount end), 0) as money_unmapped
from lines
group by landed_key
{% if not loop.last %}union all{% endif %}
{% endfor %}
