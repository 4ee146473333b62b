-- What came: per contract, region, stage and account, the fiscal years that were delivered and when the first delivery
-- arrived.
{{ config(materialized='ephemeral') }}

with exports as (
    select landed_key, known_from from {{ ref('dim_exports') }}
),

contents as (
    select contract_id, region_code, kind, stage, account, fiscal_year, period_end, landed_key
    from {{ ref('fct_budget_lines') }}
    union all
    select
        contract_id,
        region_code,
        'indicators' as kind,
        'not_applicable' as stage,
        'not_applicable' as account,
        fiscal_year,
        cast(null as date) as period_end,
        landed_key
    from {{ ref('fct_indicators') }}
)

select
    contents.contract_id,
    contents.region_code,
    contents.kind,
    contents.stage,
    contents.account,
    contents.fiscal_year,
    max(contents.period_end) as period_end,
    count(distinct contents.landed_key) as n_exports,
    min(exports.known_from) as first_received_at
from contents
left join exports on contents.landed_key = exports.landed_key
group by
    contents.contract_id, contents.region_code, contents.kind, contents.stage, contents.account, contents.fiscal_year
