-- Which programme a printed code or name means: a code within its region, a mere name within its organisation.
with figures as (
    select region_declared, region_printed, organisation_code, organisation_name, programme_code, programme_name
    from {{ ref('stg_amounts') }}
    union all
    select region_declared, region_printed, organisation_code, organisation_name, programme_code, programme_name
    from {{ ref('stg_stated_figures') }}
    union all
    select region_declared, region_printed, organisation_code, organisation_name, programme_code, programme_name
    from {{ ref('stg_indicators') }}
),

printed as (
    select distinct * from figures
    where programme_code is not null or programme_name is not null
),

regions as (
    select * from {{ ref('int_region_labels') }}
    where is_latest
),

organisations as (
    select * from {{ ref('int_organisation_labels') }}
),

keyed as (
    select
        printed.*,
        regions.region_code,
        organisations.organisation_id,
        nullif(trim(printed.programme_code), '') as code_key,
        {{ line_key('printed.programme_code', 'printed.programme_name') }} as line_key
    from printed
    left join regions
        on
            {{ same('printed.region_declared', 'regions.region_declared') }}
            and {{ same('printed.region_printed', 'regions.region_printed') }}
    left join organisations
        on
            {{ same('printed.region_declared', 'organisations.region_declared') }}
            and {{ same('printed.region_printed', 'organisations.region_printed') }}
            and {{ same('printed.organisation_code', 'organisations.organisation_code') }}
            and {{ same('printed.organisation_name', 'organisations.organisation_name') }}
)

select
    region_declared,
    region_printed,
    organisation_code,
    organisation_name,
    programme_code,
    programme_name,
    region_code,
    organisation_id,
    {{ hash_id([
        "'programme'",
        'region_code',
        "case when region_code = 'unmapped' then region_printed end",
        'case when code_key is null then organisation_id end',
        'line_key',
    ]) }} as programme_id
from keyed
where line_key is not null
