-- Registered regions in their latest territory version, every code a contract declares, and one member for what could
-- not be matched.
with registered as (
    select
        *,
        row_number() over (partition by region_code order by coalesce(valid_from, date '0001-01-01') desc) as recency,
        count(*) over (partition by region_code) as n_versions,
        min(coalesce(valid_from, date '0001-01-01')) over (partition by region_code) as first_from
    from {{ ref('regions') }}
),

latest as (
    select * from registered
    where recency = 1
),

used as (
    select distinct region_code from {{ ref('int_region_labels') }}
    union
    select distinct region_declared as region_code from {{ ref('stg_exports') }}
    where region_declared is not null
),

codes as (
    select region_code from latest
    union
    select region_code from used
    union
    select 'unmapped' as region_code
)

select
    codes.region_code,
    coalesce(latest.name_local, case when codes.region_code = 'unmapped' then '未对应地区' else codes.region_code end)
        as name_local,
    coalesce(
        latest.name_en,
        latest.name_local,
        case when codes.region_code = 'unmapped' then 'unmapped region' else codes.region_code end
    ) as name_en,
    latest.short_name,
    latest.level,
    latest.parent_code,
    coalesce(latest.fiscal_parent_code, latest.parent_code) as fiscal_parent_code,
    case when codes.region_code <> 'unmapped' then substr(codes.region_code, 1, 2) end as country_code,
    latest.region_code is not null as is_registered,
    codes.region_code = 'unmapped' as is_unmapped,
    coalesce(latest.is_zone, false) as is_zone,
    nullif(latest.first_from, date '0001-01-01') as valid_from,
    latest.valid_to,
    coalesce(latest.n_versions, 0) as n_versions,
    latest.certainty,
    latest.evidence
from codes
left join latest on codes.region_code = latest.region_code
