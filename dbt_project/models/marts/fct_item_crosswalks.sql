-- From every item of every edition to the items of each later edition of its book and of other books: with the share of
-- its money and how sure the way is. What has no successor goes to itself as unmapped: shares always add up to 1.
{%- set question = 'from_system, from_edition, from_code, to_system, to_edition, condition' %}
with paths as (
    select * from {{ ref('int_item_paths') }}
),

latest as (
    select
        to_system,
        max(to_edition) as to_edition
    from paths
    group by to_system
),

lost as (
    select
        {{ question }},
        1 - sum(case when to_code is null then 0 else share end) as share
    from paths
    group by {{ question }}
    having sum(case when to_code is null then 0 else share end) < 1
),

ends as (
    select {{ question }}, to_code, share, method_rank, to_system as end_system, to_edition as end_edition
    from paths
    where to_code is not null
    union all
    select
        {{ question }},
        from_code as to_code,
        share,
        {{ method_rank("'unmapped'") }} as method_rank,
        from_system as end_system,
        from_edition as end_edition
    from lost
),

parts as (
    select {{ question }}, to_code, end_system, end_edition, method_rank, share, 0 as part_from, 1 as part_to
    from ends
    where share = 1
    union all
    select
        {{ question }},
        to_code,
        end_system,
        end_edition,
        method_rank,
        share,
        {{ part_from('share', question, 'method_rank, to_code') }} as part_from,
        {{ part_to('share', question, 'method_rank, to_code') }} as part_to
    from ends
    where share <> 1
)

select
    {{ hash_id(['parts.from_system', 'parts.from_edition', 'parts.from_code']) }} as from_item_id,
    parts.from_system,
    parts.from_edition,
    parts.from_code,
    {{ hash_id(['parts.end_system', 'parts.end_edition', 'parts.to_code']) }} as to_item_id,
    parts.to_system,
    parts.to_edition,
    parts.to_code,
    parts.condition,
    latest.to_edition is not null as is_latest,
    cast(parts.share as decimal(13, 12)) as share,
    cast(parts.part_from as decimal(13, 12)) as part_from,
    cast(parts.part_to as decimal(13, 12)) as part_to,
    {{ method_name('parts.method_rank') }} as method
from parts
left join latest on parts.to_system = latest.to_system and parts.to_edition = latest.to_edition
