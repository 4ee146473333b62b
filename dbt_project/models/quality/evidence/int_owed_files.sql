-- What contracts promise, file by file: one row per contract, region and fiscal year, with what came of it.
with coverage as (
    select * from {{ ref('fct_coverage') }}
    where is_expected
),

publishers as (
    select
        contract_id,
        max(publisher) as publisher,
        max(url) as url,
        max(cadence) as cadence
    from {{ ref('dim_exports') }}
    where contract_id is not null
    group by contract_id
)

select
    coverage.contract_id,
    coverage.region_code,
    coverage.fiscal_year,
    publishers.publisher,
    publishers.url,
    publishers.cadence,
    min(coverage.due_date) as due_date,
    cast(min(coverage.first_received_at) as date) as received_on,
    cast(max(coverage.first_received_at) as date) as last_part_on,
    cast(sum(case when coverage.n_exports = 0 then 1 else 0 end) as integer) as n_parts_missing,
    count(*) as n_parts,
    max(coverage.n_parked) as n_parked,
    max(case when coverage.status = 'late' then 1 else 0 end) as is_any_late
from coverage
inner join publishers on coverage.contract_id = publishers.contract_id
group by
    coverage.contract_id,
    coverage.region_code,
    coverage.fiscal_year,
    publishers.publisher,
    publishers.url,
    publishers.cadence
