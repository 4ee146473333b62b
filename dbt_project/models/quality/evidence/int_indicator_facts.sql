-- Everything rules and detectors need to know of an indicator report: one row per current report, with its nature, its
-- direction, the money of its programme, what an independent source says and what was reported a year before.
with reports as (
    select * from {{ ref('fct_indicators') }}
    where is_current and row_role = 'leaf' and source_role <> 'yardstick'
),

read as (
    select
        *,
        {{ indicator_nature(indicator_words(['level_1', 'level_2']), indicator_words(['indicator_name'])) }} as nature,
        {{ is_percent('unit', 'target_text', 'actual_text') }} as is_share,
        {{ printed_decimals('target_text') }} as target_decimals,
        {{ printed_decimals('actual_text') }} as actual_decimals
    from reports
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
    select * from {{ ref('dim_programmes') }}
)

select
    read.indicator_report_id,
    {{ row_hash(['read.indicator_report_id']) }} as report_number,
    {{ hash_id([
        'read.contract_id', 'read.indicator_id', 'read.fiscal_year', 'read.period_end', 'read.period_months', 'coalesce(repeated.occurrence, 1)'
    ]) }} as subject_id,
    read.export_id,
    read.contract_id,
    {{ reporter_of('read.source_role', 'read.contract_id') }} as reporter,
    read.region_code,
    read.organisation_id,
    coalesce(organisations.organisation_name, organisations.organisation_code) as organisation_name,
    read.programme_id,
    coalesce(programmes.programme_name, programmes.programme_code) as programme_name,
    read.indicator_id,
    read.peer_key,
    read.fiscal_year,
    read.period_end,
    read.period_months,
    read.indicator_name,
    read.level_1,
    read.level_2,
    read.nature,
    read.unit,
    read.is_share,
    read.target_operator,
    read.target_text,
    read.target_value,
    read.target_upper,
    read.target_version,
    read.target_date,
    read.target_state,
    {{ indicator_direction(
        'read.target_operator', 'read.target_value', 'read.nature', indicator_words(['read.indicator_name']), 'read.is_share'
    ) }} as direction,
    read.actual_text,
    read.actual_in_target_unit as actual_value,
    read.target_decimals,
    read.actual_decimals,
    read.weight,
    read.score_claimed,
    read.score_recomputed,
    read.attainment_ratio,
    coalesce(reported_money.budget, money.budget) as budget,
    coalesce(reported_money.executed, money.executed) as executed,
    money.adopted,
    read.rate_stated,
    read.sample_size,
    read.review_score,
    coalesce(read.verified_value, registers.register_value) as verified_value,
    registers.register_report_id,
    registers.register_sample_size,
    read.maximum_value as maximum,
    read.denominator_value as denominator,
    read.grade,
    read.explanation,
    {{ stated_reason('read.explanation') }} as stated_reason,
    read.narrative,
    read.proof,
    coalesce(read.is_share and read.target_value = 100, false) as is_norm,
    series.indicator_report_id is not null as is_series,
    series.prior_actual,
    series.prior_target,
    series.prior_unit,
    series.prior_report_id,
    read.sheet,
    read.row_number
from read
left join series on read.indicator_report_id = series.indicator_report_id
left join registers
    on
        read.indicator_id = registers.indicator_id
        and read.fiscal_year = registers.fiscal_year
        and {{ same('read.period_end', 'registers.period_end') }}
        and {{ same('read.period_months', 'registers.period_months') }}
left join reported_money
    on
        read.export_id = reported_money.export_id
        and {{ same('read.programme_id', 'reported_money.programme_id') }}
        and read.fiscal_year = reported_money.fiscal_year
        and {{ same('read.period_end', 'reported_money.period_end') }}
left join money on read.indicator_report_id = money.indicator_report_id
left join repeated on read.indicator_report_id = repeated.indicator_report_id
left join organisations on read.organisation_id = organisations.organisation_id
left join programmes on read.programme_id = programmes.programme_id
