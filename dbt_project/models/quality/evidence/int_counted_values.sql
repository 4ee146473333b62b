-- Counts that were counted: whole numbers of three and more digits that end in neither 0 nor 5 (those that do are the matter of
-- heaped_counts) and are not their own target. A row a value of an indicator in an export: what stands there for several
-- months is one.
select
    export_id,
    contract_id,
    organisation_id,
    indicator_id,
    cast(actual_value as bigint) as counted,
    min(region_code) as region_code,
    min(organisation_name) as organisation_name,
    max(fiscal_year) as fiscal_year,
    max(period_end) as period_end
from {{ ref('int_indicator_facts') }}
where
    not is_share and not is_norm and nature <> 'satisfaction'
    -- A whole number may be printed as 1234.0.
    and actual_value >= 100 and actual_value < 1e15 and actual_value = floor(actual_value)
    and actual_value % 5 <> 0
    and (target_value is null or actual_value <> target_value)
group by export_id, contract_id, organisation_id, indicator_id, cast(actual_value as bigint)
