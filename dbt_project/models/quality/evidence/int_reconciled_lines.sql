-- Per export, what became of its amounts at each resolution: rows and base-unit money mapped, and rows and money kept
-- as unmapped. A grand total stands for all items and needs none.
{{ config(materialized='ephemeral') }}
{% set found = "('exact_code', 'label', 'label_below', 'prefix', 'reviewed')" %}
{% set steps = {
    'items': 'mapping_method in ' ~ found ~ " or row_role = 'grand_total'",
    'economic_items': 'economic_mapping_method in ' ~ found,
    'regions': "region_code <> 'unmapped'",
    'all': "region_code <> 'unmapped' and (row_role = 'grand_total' or mapping_method <> 'unmapped'"
        ~ " and (economic_mapping_method in " ~ found ~ " or economic_mapping_method is null and mapping_method <> 'not_stated'))",
} %}

with sums as (
    select
        landed_key,
        case when min(currency) = max(currency) then min(currency) end as currency,
        count(*) as n_rows,
        coalesce(sum(amount), 0) as money,
        {% for step, condition in steps.items() %}
        count(case when {{ condition }} then 1 end) as rows_{{ step }},
        coalesce(sum(case when {{ condition }} then amount end), 0) as money_{{ step }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('fct_budget_lines') }}
    group by landed_key
)

{% for step in steps %}
select
    landed_key,
    'harmonised{{ '' if step == 'all' else '_' ~ step }}' as step,
    currency,
    rows_{{ step }} as rows_mapped,
    n_rows - rows_{{ step }} as rows_unmapped,
    money_{{ step }} as money_mapped,
    money - money_{{ step }} as money_unmapped
from sums
{% if not loop.last %}union all{% endif %}
{% endfor %}
