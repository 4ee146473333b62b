-- After which changes figures of an item, a whole book or a territory are not what they were, with the size where it is
-- published. A territory under a new code or a new name alone does not break.
with breaks as (
    select * from {{ ref('classification_breaks') }}
),

crosswalks as (
    select * from {{ ref('classification_crosswalks') }}
    where break_id is not null
),

concerned as (
    select breaks.break_id, items.item_code
    from breaks
    inner join (select distinct system, item_code from {{ ref('classification_items') }} where level = 1) as items
        on
            breaks.system = items.system
            and ' ' || breaks.item_codes || ' ' like '% ' || items.item_code || ' %'
    union
    select break_id, from_code from crosswalks
    union
    select break_id, to_code from crosswalks
    where to_code is not null
    union
    select break_id, cast(null as {{ text_type() }}) from breaks
    where item_codes is null
),

successors as (
    select
        *,
        case when kind in ('merged', 'county_to_district') then to_code else from_code end as region_code
    from {{ ref('region_successors') }}
    where kind not in ('renamed', 'recoded')
)

select
    'item' as side,
    breaks.break_id,
    breaks.system,
    concerned.item_code,
    cast(null as {{ text_type() }}) as region_code,
    breaks.effective_date,
    breaks.change_type,
    breaks.bridge,
    breaks.size,
    breaks.note,
    breaks.certainty,
    breaks.evidence
from breaks
inner join concerned on breaks.break_id = concerned.break_id
union all
select
    'region' as side,
    min(from_code || ' ' || kind) as break_id,
    cast(null as {{ text_type() }}) as system,
    cast(null as {{ text_type() }}) as item_code,
    region_code,
    effective_date,
    kind as change_type,
    max(method) as bridge,
    cast(null as decimal(28, 4)) as size,
    kind || ': ' || from_code || ' (' || evidence || ')' as note,
    certainty,
    evidence
from successors
group by region_code, effective_date, kind, from_code, certainty, evidence
