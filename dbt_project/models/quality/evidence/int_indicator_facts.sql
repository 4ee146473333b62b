-- Everything rules and detectors need to know of an indicator report: one row per current report, with its nature, its
-- direction, the money of its programme, what an independent source says and what was reported a year before.
with reports as (
    select * from {{ ref('fct_indicators') }}
    where is_current and row_role = 'leaf' and source_role <> 'yardstick'
),

series as (
    select * from {{ ref('int_indicator_series') }}
),

registers as (
    select * from {{ ref('int_indicator_registers') }}
),

reported_money as (
    select * from {{ ref('int_reported_money') }}
),

money as (
    select * from {{ ref('int_report_money') }}
),

repeated as (
    select * from {{ ref('int_repeated_indicators') }}
),

organisations as (
    select * from {{ ref('dim_organisations') }}
),

programmes as (
    select * from {{ ref('dim_programme_names') }}
)

select
    reports.indicator_report_id,
    {{ row_hash(['reports.indicator_report_id']) }} as report_number,
    {{ hash_id([
        'reports.contract_id', 'reports.indicator_id', 'reports.fiscal_year', 'reports.period_end', 'reports.period_months', 'coalesce(repeated.occurrence, 1)'
    ]) }} as subject_id,
    reports.export_id,
    reports.contract_id,
    {{ reporter_of('reports.source_role', 'reports.contract_id') }} as reporter,
    reports.region_code,
    reports.organisation_id,
    coalesce(organisations.organisation_name, organisations.organisation_code) as organisation_name,
    reports.programme_id,
    coalesce(programmes.programme_name, programmes.programme_code) as programme_name,
    reports.indicator_id,
    reports.peer_key,
    reports.fiscal_year,
    reports.period_end,
    reports.period_months,
    reports.indicator_name,
    reports.level_1,
    reports.level_2,
    reports.nature,
    reports.unit,
    reports.is_share,
    reports.target_operator,
    reports.target_text,
    reports.target_value,
    reports.target_upper,
    reports.target_version,
    reports.target_date,
    reports.target_state,
    reports.better,
    reports.direction,
    reports.actual_text,
    reports.actual_in_target_unit as actual_value,
    reports.target_decimals,
    reports.actual_decimals,
    reports.weight,
    reports.score_claimed,
    reports.score_recomputed,
    reports.score_pack,
    coalesce(reported_money.budget, money.budget) as budget,
    coalesce(reported_money.executed, money.executed) as executed,
    money.adopted,
    reports.sample_size,
    reports.review_score,
    coalesce(reports.verified_value, registers.register_value) as verified_value,
    registers.register_report_id,
    registers.register_sample_size,
    reports.maximum_value as maximum,
    reports.denominator_value as denominator,
    reports.grade,
    reports.explanation,
    reports.stated_reason,
    reports.narrative,
    reports.proof,
    coalesce(reports.is_share and reports.target_value = 100, false) as is_norm,
    series.indicator_report_id is not null as is_series,
    series.prior_actual,
    series.prior_target,
    series.prior_unit,
    series.prior_report_id,
    reports.sheet,
    reports.row_number
from reports
left join series on reports.indicator_report_id = series.indicator_report_id
left join registers
    on
        reports.indicator_id = registers.indicator_id
        and reports.fiscal_year = registers.fiscal_year
        and {{ same('reports.period_end', 'registers.period_end') }}
        and {{ same('reports.period_months', 'registers.period_months') }}
left join reported_money
    on
        reports.export_id = reported_money.export_id
        and {{ same('reports.programme_id', 'reported_money.programme_id') }}
        and {{ same('reports.organisation_id', 'reported_money.organisation_id') }}
        and reports.fiscal_year = reported_money.fiscal_year
        and {{ same('reports.period_end', 'reported_money.period_end') }}
left join money on reports.indicator_report_id = money.indicator_report_id
left join repeated on reports.indicator_report_id = repeated.indicator_report_id
left join organisations on reports.organisation_id = organisations.organisation_id
left join programmes
    on reports.programme_id = programmes.programme_id and {{ same('reports.organisation_id', 'programmes.organisation_id') }}
