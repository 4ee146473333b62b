-- How far a programme's report says its targets were met, and what was spent on it: one row a report, programme and year.
{{ config(materialized='table') }}

with facts as (
    select
        reports.*,
        exports.slot,
        forecasts.z_cost,
        case
            when target_state <> 'number' or target_value <= 0 or actual_value is null or nature in ('execution', 'cost') then null
            when direction = 'higher' then cast(actual_value as double) / cast(target_value as double)
            -- A ceiling is met where it is kept; nothing at all is far below it.
            when direction = 'lower' then coalesce(cast(target_value as double) / nullif(cast(actual_value as double), 0), 9)
        end as reached,
        not is_share and direction = 'higher' as is_output
    from {{ ref('int_indicator_facts') }} as reports
    left join {{ ref('dim_exports') }} as exports on reports.export_id = exports.export_id
    left join {{ ref('int_indicator_forecasts') }} as forecasts on reports.indicator_report_id = forecasts.indicator_report_id
    where reports.programme_id is not null and reports.actual_text is not null and coalesce(reports.period_months, 12) = 12
)

select
    export_id,
    slot,
    contract_id,
    region_code,
    organisation_id,
    min(organisation_name) as organisation_name,
    programme_id,
    min(programme_name) as programme_name,
    fiscal_year,
    period_end,
    count(reached) as n_targets,
    sum(case when reached >= 0.98 then 1 else 0 end) as n_met,
    sum(case when reached between 0.995 and 1.02 then 1 else 0 end) as n_exact,
    count(case when is_output then reached end) as n_outputs,
    avg(case when is_output then reached end) as output_reached,
    max({{ execution_share('facts') }}) as execution_share,
    -- More money a piece than before, in standard deviations.
    avg(case when not is_share and nature <> 'cost' and direction not in ('lower', 'neither') then z_cost end) as z_cost,
    min(stated_reason) as stated_reason,
    max(adopted) as adopted,
    max(budget) as budget,
    max(executed) as executed,
    min(indicator_report_id) as figure_id,
    {{ json_list_agg('indicator_report_id') }} as cells
from facts
group by export_id, slot, contract_id, region_code, organisation_id, programme_id, fiscal_year, period_end
