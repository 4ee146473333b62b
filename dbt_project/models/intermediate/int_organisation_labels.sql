-- Which organisation a printed code or name means. Codes are the publisher's own, so an organisation is one only
-- within its region.
with printed as (
    select distinct region_declared, region_printed, organisation_code, organisation_name from {{ ref('stg_amounts') }}
    union
    select distinct region_declared, region_printed, organisation_code, organisation_name
    from {{ ref('stg_stated_figures') }}
    union
    select distinct region_declared, region_printed, organisation_code, organisation_name
    from {{ ref('stg_indicators') }}
),

regions as (
    select * from {{ ref('int_region_labels') }}
    where is_latest
),

keyed as (
    select
        printed.*,
        regions.region_code,
        {{ line_key('printed.organisation_code', 'printed.organisation_name') }} as line_key
    from printed
    left join regions
        on
            {{ same('printed.region_declared', 'regions.region_declared') }}
            and {{ same('printed.region_printed', 'regions.region_printed') }}
)

select
    region_declared,
    region_printed,
    organisation_code,
    organisation_name,
    region_code,
    {{ hash_id([
        "'organisation'",
        'region_code',
        "case when region_code = 'unmapped' then region_printed end",
        'line_key',
    ]) }} as organisation_id
from keyed
where line_key is not null
