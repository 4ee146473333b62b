-- Every way from an item to the items of later editions of its book, step by step, and to other books, by the nearest
-- item above that the crosswalk lists. A way that ends early is asked for and has no to_code.
{{ config(materialized='view') }}

with recursive items as (
    select distinct
        system,
        edition_date,
        item_code
    from {{ ref('int_item_ancestors') }}
),

dates as (
    select distinct
        system,
        edition_date
    from items
),

paths as (
    select
        system,
        edition_date as from_edition,
        item_code as from_code,
        edition_date as to_edition,
        item_code as to_code,
        cast(0 as decimal(13, 12)) as part_from,
        cast(1 as decimal(13, 12)) as part_to,
        0 as method_rank
    from items
    union all
    select
        paths.system,
        paths.from_edition,
        paths.from_code,
        steps.next_date as to_edition,
        steps.to_code,
        {{ border_inside('paths', 'steps.part_from') }} as part_from,
        {{ border_inside('paths', 'steps.part_to') }} as part_to,
        greatest(paths.method_rank, steps.method_rank) as method_rank
    from paths
    inner join {{ ref('int_item_steps') }} as steps
        on paths.system = steps.system and paths.to_edition = steps.edition_date and paths.to_code = steps.item_code
),

other_books as (
    select
        ancestors.system,
        ancestors.edition_date as from_edition,
        ancestors.item_code as from_code,
        listed.to_system,
        cast(listed.to_edition as date) as to_edition,
        listed.to_code,
        listed.share,
        {{ method_rank('listed.method') }} as method_rank,
        listed.condition,
        rank() over (
            partition by
                ancestors.system, ancestors.edition_date, ancestors.item_code,
                listed.to_system, listed.to_edition, listed.condition
            order by ancestors.distance
        ) as place
    from {{ ref('int_item_ancestors') }} as ancestors
    inner join {{ ref('classification_crosswalks') }} as listed
        on
            ancestors.system = listed.from_system
            and ancestors.ancestor_code = listed.from_code
            and ancestors.edition_date >= cast(listed.from_edition as date)
            and ancestors.edition_date <= coalesce(cast(listed.until_edition as date), ancestors.edition_date)
    where listed.from_system <> listed.to_system
)

select
    items.system as from_system,
    items.edition_date as from_edition,
    items.item_code as from_code,
    items.system as to_system,
    editions.edition_date as to_edition,
    cast(null as {{ text_type() }}) as condition,
    paths.to_code,
    sum(paths.part_to - paths.part_from) as share,
    max(paths.method_rank) as method_rank
from items
inner join dates as editions
    on items.system = editions.system and items.edition_date <= editions.edition_date
left join paths
    on
        items.system = paths.system
        and items.edition_date = paths.from_edition
        and items.item_code = paths.from_code
        and editions.edition_date = paths.to_edition
group by items.system, items.edition_date, items.item_code, editions.edition_date, paths.to_code
union all
select system, from_edition, from_code, to_system, to_edition, condition, to_code, share, method_rank
from other_books
where place = 1
