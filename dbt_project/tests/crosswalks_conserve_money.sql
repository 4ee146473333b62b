-- What leaves a source arrives: shares add up to 1, the parts fill the whole, nothing is asked twice, and the
-- harmonised lines are worth the leaf lines in every currency.
with parts as (
    select
        from_item_id as source,
        to_system || to_edition || coalesce(condition, '') as target,
        share,
        part_from,
        part_to
    from {{ ref('fct_item_crosswalks') }}
    union all
    select
        from_region_code as source,
        coalesce(contract_id, '') as target,
        share,
        part_from,
        part_to
    from {{ ref('fct_region_crosswalks') }}
),

money as (
    select currency, amount from {{ ref('fct_budget_lines') }}
    where row_role = 'leaf' and is_current
    union all
    select
        currency,
        -amount as amount
    from {{ ref('fct_harmonised_lines') }}
)

select 'shares of ' || source || ' towards ' || target as fault
from parts
group by source, target
having sum(share) <> 1 or sum(part_to - part_from) <> 1 or min(part_from) <> 0 or max(part_to) <> 1
union all
select 'with and without condition: ' || from_item_id as fault
from {{ ref('fct_item_crosswalks') }}
where from_system <> to_system
group by from_item_id, to_system, to_edition
having count(condition) > 0 and count(condition) < count(*)
union all
select 'money of ' || coalesce(currency, 'no currency') as fault
from money
group by currency
having sum(amount) <> 0
