-- Weights and scores of one programme in one report, summed over its indicators and as printed in its total row, and whose they are.
{{ config(materialized='table') }}

with reports as (
    select * from {{ ref('fct_indicators') }}
    where is_current
),

sums as (
    select
        export_id,
        organisation_id,
        programme_id,
        fiscal_year,
        min(region_code) as region_code,
        count(case when row_role = 'leaf' then weight end) as n_weights,
        count(case when row_role = 'leaf' then score_claimed end) as n_scores,
        sum(case when row_role = 'leaf' then weight end) as weight,
        sum(case when row_role = 'leaf' then score_claimed end) as score,
        max(case when row_role = 'grand_total' then weight end) as printed_weight,
        max(case when row_role = 'grand_total' then score_claimed end) as printed_score,
        max(case when row_role = 'grand_total' then indicator_report_id end) as total_report_id,
        -- A form prints its grade once, in the total or in every row.
        coalesce(max(case when row_role = 'grand_total' then grade end), max(grade)) as grade,
        max(score_pack) as score_pack,
        {{ json_list_agg('indicator_report_id') }} as cells
    from reports
    group by export_id, organisation_id, programme_id, fiscal_year
)

select
    sums.*,
    exports.slot,
    exports.contract_id,
    coalesce(organisations.organisation_name, organisations.organisation_code) as organisation_name,
    coalesce(programmes.programme_name, programmes.programme_code) as programme_name,
    -- Many forms score the execution rate apart: 10 of 100 points.
    case when weight = 90 and coalesce(printed_weight, 100) = 100 then 10 else 0 end as points_apart
from sums
left join {{ ref('dim_exports') }} as exports on sums.export_id = exports.export_id
left join {{ ref('dim_organisations') }} as organisations on sums.organisation_id = organisations.organisation_id
left join {{ ref('dim_programme_names') }} as programmes
    on sums.programme_id = programmes.programme_id and {{ same('sums.organisation_id', 'programmes.organisation_id') }}
