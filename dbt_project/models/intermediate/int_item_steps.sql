-- What becomes of each item in the next edition of its book: what the crosswalk says, else the same code (under the
-- same words directly, under other words by predominance). A detail that is not listed any more is part of the item
-- above it; what is gone without a word has no successor.
{{ config(materialized='view') }}

with items as (
    select
        system,
        cast(edition_date as date) as edition_date,
        item_code,
        level,
        parent_code,
        {{ label_key('name_local') }} as name_key
    from {{ ref('classification_items') }}
),

editions as (
    select
        system,
        edition_date,
        lead(edition_date) over (partition by system order by edition_date) as next_date
    from (select distinct system, edition_date from items) as dates
),

listed as (
    select * from {{ ref('classification_crosswalks') }}
    where from_system = to_system
),

own as (
    select
        items.system,
        items.edition_date,
        editions.next_date,
        items.item_code,
        items.parent_code,
        coalesce(listed.to_code, case when listed.from_code is null then same_code.item_code end) as to_code,
        coalesce(listed.share, 1) as share,
        case
            when listed.method is not null then listed.method
            when same_code.name_key = items.name_key then 'direct'
            when same_code.item_code is not null then 'predominance'
            when items.level > 2 then 'as_parent'
            else 'unmapped'
        end as method
    from items
    inner join editions on items.system = editions.system and items.edition_date = editions.edition_date
    left join listed
        on
            items.system = listed.from_system
            and items.edition_date = cast(listed.from_edition as date)
            and editions.next_date = cast(listed.to_edition as date)
            and items.item_code = listed.from_code
    left join items as same_code
        on
            items.system = same_code.system
            and editions.next_date = same_code.edition_date
            and items.item_code = same_code.item_code
    where editions.next_date is not null
),

steps as (
    select
        own.system,
        own.edition_date,
        own.next_date,
        own.item_code,
        coalesce(own.to_code, above.to_code) as to_code,
        cast(case when own.method = 'as_parent' then above.share else own.share end as decimal(13, 12)) as share,
        {{ method_rank("case when own.method <> 'as_parent' then own.method
            when above.to_code is null then 'unmapped' when above.method = 'direct' then 'parent' else above.method end") }}
            as method_rank
    from own
    left join own as above
        on
            own.method = 'as_parent'
            and own.system = above.system
            and own.edition_date = above.edition_date
            and own.parent_code = above.item_code
    where coalesce(own.to_code, above.to_code) is not null
)

select
    system,
    edition_date,
    next_date,
    item_code,
    to_code,
    method_rank,
    {{ share_until('share', 'system, edition_date, item_code', 'to_code') }} - share as part_from,
    {{ share_until('share', 'system, edition_date, item_code', 'to_code') }} as part_to
from steps
