-- Which pack of scoring rules an indicator table follows in a region and year: the one its contract names, else that of
-- the nearest region above it, else the general one; always one that is valid at the end of the year. In force is only what a
-- contract names or a region has; fct_indicators says which rows the general pack is held against elsewhere.
with packs as (
    select * from {{ ref('score_packs') }}
),

ancestors as (
    select * from {{ ref('int_region_ancestors') }}
),

tables as (
    select distinct
        reports.landed_key,
        reports.region_code as report_region_code,
        reports.fiscal_year,
        {{ json_text('exports.contract_json', '$.score_pack') }} as named_pack
    from {{ ref('int_indicators') }} as reports
    inner join {{ ref('stg_exports') }} as exports on reports.landed_key = exports.landed_key
),

candidates as (
    select
        tables.landed_key,
        tables.report_region_code,
        tables.fiscal_year,
        packs.pack,
        packs.lower_formula,
        packs.execution_formula,
        packs.judged_from_ratio,
        packs.valid_from,
        case
            when packs.pack = tables.named_pack then 0
            when ancestors.distance is not null then 1 + ancestors.distance
            else 100
        end as place
    from tables
    cross join packs
    left join ancestors
        on tables.report_region_code = ancestors.region_code and packs.region_code = ancestors.ancestor_code
    where
        (packs.pack = tables.named_pack or ancestors.distance is not null or packs.is_default)
        and {{ pack_is_in_force('packs', 'tables.fiscal_year') }}
),

ordered as (
    select
        *,
        row_number() over (partition by landed_key, report_region_code, fiscal_year order by place, pack, valid_from desc) as choice
    from candidates
)

select
    landed_key,
    report_region_code,
    fiscal_year,
    pack,
    lower_formula,
    execution_formula,
    judged_from_ratio,
    place < 100 as is_in_force
from ordered
where choice = 1
