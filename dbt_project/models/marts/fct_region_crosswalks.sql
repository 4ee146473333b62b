-- From a code that is not in force any more to the territories of today that hold what it held; from territories that
-- lost a part to themselves; and, for rows of a contract that leave a part out, from the part to the whole. Codes that
-- are not here stand for themselves. Shares always add up to 1.
with recursive successors as (
    select
        *,
        case when from_code <> to_code then {{ share_until('share', 'from_code, from_code = to_code', 'to_code') }} end
            as part_to
    from {{ ref('region_successors') }}
),

ended as (
    select distinct from_code from successors
    where from_code <> coalesce(to_code, '')
),

paths as (
    select
        from_code as from_region_code,
        from_code as to_region_code,
        cast(0 as decimal(13, 12)) as part_from,
        cast(1 as decimal(13, 12)) as part_to,
        0 as method_rank,
        cast(null as date) as changed_on
    from ended
    union all
    select
        paths.from_region_code,
        successors.to_code as to_region_code,
        {{ border_inside('paths', '(successors.part_to - successors.share)') }} as part_from,
        {{ border_inside('paths', 'successors.part_to') }} as part_to,
        greatest(paths.method_rank, {{ method_rank('successors.method') }}) as method_rank,
        successors.effective_date as changed_on
    from paths
    inner join successors on paths.to_region_code = successors.from_code
    where successors.to_code <> successors.from_code
),

-- A way that ends in a split without shares ends at the start.
arrived as (
    select
        from_region_code,
        to_region_code,
        sum(part_to - part_from) as share,
        max(method_rank) as method_rank,
        max(changed_on) as changed_on
    from paths
    where to_region_code not in (select from_code from ended)
    group by from_region_code, to_region_code
),

ends as (
    select * from arrived
    union all
    select
        ended.from_code as from_region_code,
        ended.from_code as to_region_code,
        1 - coalesce(sum(arrived.share), 0) as share,
        {{ method_rank("'unmapped'") }} as method_rank,
        max(arrived.changed_on) as changed_on
    from ended
    left join arrived on ended.from_code = arrived.from_region_code
    group by ended.from_code
    having coalesce(sum(arrived.share), 0) < 1
    union all
    select
        from_code as from_region_code,
        to_code as to_region_code,
        1 as share,
        max({{ method_rank('method') }}) as method_rank,
        max(effective_date) as changed_on
    from successors
    where from_code = to_code and method <> 'direct' and from_code not in (select from_code from ended)
    group by from_code, to_code
)

select
    from_region_code,
    to_region_code,
    cast(null as {{ text_type() }}) as contract_id,
    cast(null as {{ text_type() }}) as territory_code,
    cast(share as decimal(13, 12)) as share,
    {{ part_from('share', 'from_region_code', 'to_region_code') }} as part_from,
    {{ part_to('share', 'from_region_code', 'to_region_code') }} as part_to,
    {{ method_name('method_rank') }} as method,
    changed_on
from ends
union all
select
    without_region_code as from_region_code,
    region_code as to_region_code,
    contract_id,
    territory_code,
    1 as share,
    0 as part_from,
    1 as part_to,
    'direct' as method,
    valid_from as changed_on
from {{ ref('region_territories') }}
