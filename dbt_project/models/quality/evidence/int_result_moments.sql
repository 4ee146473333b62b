-- Results of a programme, or of a body's part (int_programme_carriers), at a moment of its year, counted from the start of the
-- year: the mean share of targets in figures, none above the whole, and the money its report states. Single months and
-- quarters do not cumulate and are left out: several reports of a year then cover equally many months.
{{ config(materialized='view') }}

with facts as (
    select
        reports.*,
        {{ carrier_of('reports') }} as carrier_id,
        case
            when
                target_state = 'number' and target_value > 0 and actual_value is not null and direction = 'higher'
                and nature not in ('execution', 'cost')
                then least(1, greatest(0, cast(actual_value as double) / cast(target_value as double)))
        end as reached
    from {{ ref('int_indicator_facts') }} as reports
    inner join {{ ref('int_programme_carriers') }} as carriers on reports.programme_id = carriers.programme_id
    where reports.period_months between 1 and 12
),

reports as (
    select
        facts.programme_id,
        facts.carrier_id as organisation_id,
        facts.fiscal_year,
        facts.period_end,
        facts.period_months as months,
        max(own.budget) as budget,
        max(own.executed) as executed,
        count(facts.reached) as n_targets,
        avg(facts.reached) as results_share
    from facts
    inner join {{ ref('fct_indicators') }} as own on facts.indicator_report_id = own.indicator_report_id
    group by facts.programme_id, facts.carrier_id, facts.fiscal_year, facts.period_end, facts.period_months
),

counted as (
    select
        *,
        count(*) over (partition by programme_id, organisation_id, fiscal_year, months) as n_equally_long
    from reports
)

select
    programme_id,
    organisation_id,
    fiscal_year,
    period_end,
    months,
    n_targets,
    results_share,
    cast(executed as double) / nullif(cast(budget as double), 0) as money_share
from counted
where n_equally_long = 1
