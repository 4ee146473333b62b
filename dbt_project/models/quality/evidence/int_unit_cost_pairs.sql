-- Which stated unit costs follow from money and which output of their programme: a row a unit cost, output and year, with how
-- the product of cost and output relates to the money, this year and usually.
{{ config(materialized='view') }}

with facts as (
    select
        *,
        {{ half_digit('actual_decimals') }} / cast(actual_value as double) as rounding
    from {{ ref('int_indicator_facts') }}
    where is_series and not is_share and actual_value > 0 and programme_id is not null and coalesce(period_months, 12) = 12
),

pairs as (
    select
        cost.indicator_report_id,
        cost.contract_id,
        output.indicator_report_id as output_report_id,
        output.indicator_name as output_name,
        output.actual_value as output_value,
        cost.indicator_id,
        output.indicator_id as output_id,
        cost.rounding + output.rounding + 0.001 as tolerance,
        cast(cost.actual_value as double) * cast(output.actual_value as double) / cast(cost.executed as double) as share_of_money
    from facts as cost
    inner join facts as output
        on
            cost.programme_id = output.programme_id and {{ same('cost.organisation_id', 'output.organisation_id') }}
            and cost.export_id = output.export_id and cost.fiscal_year = output.fiscal_year
            and {{ same('cost.period_end', 'output.period_end') }}
    -- Figures of two digits agree too often by chance.
    where
        cost.nature = 'cost' and cost.executed > 0 and cost.rounding + output.rounding < 0.02
        and output.nature not in ('cost', 'satisfaction', 'timeliness', 'execution')
),

usual as (
    select
        *,
        median(share_of_money) over (partition by indicator_id, output_id) as usual_share
    from pairs
)

select
    *,
    abs(share_of_money / usual_share - 1) <= tolerance as is_usual,
    sum(case when abs(share_of_money / usual_share - 1) <= tolerance then 1 else 0 end) over (partition by indicator_id, output_id)
        as n_usual,
    count(*) over (partition by indicator_id, output_id) as n_years
from usual
