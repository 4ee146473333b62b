-- What earlier versions of a report said of an indicator: the first value that was ever received for it, beside today's.
{{ config(materialized='view') }}

with versions as (
    select
        indicator_id,
        contract_id,
        fiscal_year,
        period_end,
        period_months,
        export_id,
        actual_in_target_unit as actual_value,
        row_number()
            over (
                partition by contract_id, indicator_id, fiscal_year, period_end, period_months
                order by known_from, export_id, row_number
            ) as place
    from {{ ref('fct_indicators') }}
    where row_role = 'leaf' and not is_current and actual_value is not null
)

select
    facts.indicator_report_id,
    facts.organisation_id,
    facts.fiscal_year,
    facts.direction,
    versions.export_id as first_export_id,
    versions.actual_value as first_value,
    facts.actual_value as last_value
from {{ ref('int_indicator_facts') }} as facts
inner join versions
    on
        facts.contract_id = versions.contract_id and facts.indicator_id = versions.indicator_id
        and facts.fiscal_year = versions.fiscal_year
        and {{ same('facts.period_end', 'versions.period_end') }}
        and {{ same('facts.period_months', 'versions.period_months') }}
where versions.place = 1 and facts.actual_value is not null
