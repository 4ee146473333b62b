-- One row per indicator as reported, with the score that the rules in force where it comes from give for the reported
-- values.
with reports as (
    select
        *,
        target_state in ('number', 'range') and actual_in_target_unit is not null as is_measured
    from {{ ref('int_indicators') }}
),

packs as (
    select * from {{ ref('int_score_packs') }}
)

select
    indicator_report_id,
    export_id,
    contract_id,
    source_role,
    reports.region_code,
    reports.fiscal_year,
    period_end,
    period_months,
    organisation_id,
    programme_id,
    indicator_id,
    peer_key,
    row_role,
    objective,
    indicator_code,
    indicator_name,
    level_1,
    level_2,
    nature,
    target_text,
    target_operator,
    target_value,
    target_upper,
    target_state,
    target_version,
    target_date,
    target_decimals,
    actual_text,
    actual_value,
    actual_state,
    actual_in_target_unit,
    actual_decimals,
    unit_text as unit,
    is_share,
    better,
    direction,
    polarity,
    weight_text,
    weight,
    score_text,
    score_claimed,
    -- A table that prints weights and the points claimed for them is such a form, even where nobody says whose.
    case when packs.is_in_force or (weight is not null and score_claimed is not null) then packs.pack end as score_pack,
    {{ score_under('reports', 'packs') }} as score_recomputed,
    case
        when target_value > 0 and polarity <> 'inside_range' and is_measured
            then cast(cast(actual_in_target_unit as double) / cast(target_value as double) as decimal(28, 6))
    end as attainment_ratio,
    cast(budget * unit_scale as decimal(28, 4)) as budget,
    cast(executed * unit_scale as decimal(28, 4)) as executed,
    rate_stated,
    rate_text,
    budget_text,
    executed_text,
    unit_scale,
    currency,
    sample_size,
    review_score,
    verified_text,
    verified_value,
    maximum_text,
    maximum_value,
    denominator_text,
    denominator_value,
    grade,
    explanation,
    stated_reason,
    narrative,
    proof,
    columns,
    extras,
    reports.landed_key,
    sheet,
    table_number,
    row_number,
    line_place,
    known_from,
    known_to,
    is_current
from reports
left join packs
    on
        reports.landed_key = packs.landed_key
        and {{ same('reports.region_code', 'packs.report_region_code') }}
        and {{ same('reports.fiscal_year', 'packs.fiscal_year') }}
