-- What crosswalks say differently, between two releases that both have them.
insert into changed_books
with both_sides as (
    select 'after' as side, from_system || ' → ' || to_system as book, from_edition as edition, from_code, to_edition, to_code, condition, share, method
    from after.marts.fct_item_crosswalks
    union all
    select 'before', from_system || ' → ' || to_system, from_edition, from_code, to_edition, to_code, condition, share, method
    from before.marts.fct_item_crosswalks
    union all
    select 'after', 'regions', changed_on, from_region_code, null, to_region_code, contract_id, share, method from after.marts.fct_region_crosswalks
    union all
    select 'before', 'regions', changed_on, from_region_code, null, to_region_code, contract_id, share, method from before.marts.fct_region_crosswalks
),
steps as (
    select book, edition, from_code, to_edition, to_code, condition,
        list({share: share, method: method} order by share, method) filter (side = 'before') as old,
        list({share: share, method: method} order by share, method) filter (side = 'after') as new
    from both_sides group by all
)
select 'crosswalk', book, edition, count(*) filter (old is null), count(*) filter (new is null), count(*) filter (old is not null and new is not null)
from steps where old is distinct from new group by book, edition;
