-- What the last years of an indicator have in common, up to and with the year of a report: three years of figures above nothing,
-- four years of results just above a target that hardly moved.
{% set just_above = 1.02 %}
with reports as (
    select
        indicator_report_id, indicator_id, contract_id, region_code, organisation_id, programme_id, fiscal_year, export_id, period_end,
        direction, nature, is_share,
        cast(actual_value as double) as actual_value,
        cast(target_value as double) as target_value,
        -- Where two percent hold no other figures, or no other results are usual, nothing follows from them: norms, shares, counts of few.
        target_state = 'number' and direction = 'higher' and not is_share and target_value > 0
        and nature not in ('execution', 'cost') and coalesce(stated_reason, '') <> 'legal'
        and {{ just_above - 1 }} * target_value
        >= 2 * power(10, -greatest(coalesce(actual_decimals, 0), coalesce(target_decimals, 0))) as has_room
    from {{ ref('int_indicator_facts') }}
    where is_series and actual_value is not null and coalesce(period_months, 12) = 12
)

select
    indicator_report_id, indicator_id, contract_id, region_code, organisation_id, programme_id, fiscal_year, export_id, period_end,
    direction, nature, is_share, actual_value, target_value, has_room,
    count(*) over three_years = 3 and min(fiscal_year) over three_years = fiscal_year - 2 and min(actual_value) over three_years > 0
        as is_long_positive,
    avg(actual_value) over three_years as mean_of_three,
    count(*) over four_years = 4 and min(fiscal_year) over four_years = fiscal_year - 3 as has_four_years,
    min(case when has_room then actual_value / target_value else 0 end) over four_years as least_attained,
    max(case when has_room then actual_value / target_value end) over four_years as most_attained,
    max(target_value) over four_years / nullif(min(target_value) over four_years, 0) as target_range,
    count(case when actual_value > target_value then 1 end) over four_years as n_above
from reports
window
    three_years as (partition by indicator_id order by fiscal_year rows between 2 preceding and current row),
    four_years as (partition by indicator_id order by fiscal_year rows between 3 preceding and current row)
