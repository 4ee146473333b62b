-- Indicator rows with region, organisation, programme and the indicator's own lasting key resolved.
with indicators as (
    select * from {{ ref('stg_indicators') }}
),

exports as (
    select * from {{ ref('stg_exports') }}
),

regions as (
    select * from {{ ref('int_region_labels') }}
),

organisations as (
    select * from {{ ref('int_organisation_labels') }}
),

programmes as (
    select * from {{ ref('int_programme_labels') }}
),

ways as (
    select * from {{ ref('int_indicator_ways') }}
),

keyed as (
    select
        indicators.*,
        regions.region_code,
        regions.region_mapping_method,
        organisations.organisation_id,
        programmes.programme_id,
        exports.contract_id,
        exports.source_role,
        exports.slot,
        exports.file_sha256,
        exports.known_from,
        exports.known_to,
        coalesce(exports.is_current, false) as is_current,
        -- Numbers of indicators are given out anew each year; their words last.
        coalesce({{ label_key('indicators.indicator_name') }}, trim(indicators.indicator_code)) as indicator_key,
        {{ label_key('indicators.objective') }} as objective_key,
        -- What words and print say is read here once; rules ask for it dozens of times.
        {{ indicator_nature(
            indicator_words(['indicators.level_1', 'indicators.level_2']), indicator_words(['indicators.indicator_name'])
        ) }} as nature,
        {{ is_percent('indicators.unit_text', 'indicators.target_text', 'indicators.actual_text') }} as is_share,
        ways.way,
        ways.way_of_share
    from indicators
    left join ways on indicators.indicator_name = ways.indicator_name
    left join exports on indicators.landed_key = exports.landed_key
    left join regions
        on
            {{ same('indicators.region_declared', 'regions.region_declared') }}
            and {{ same('indicators.region_printed', 'regions.region_printed') }}
            and {{ same('indicators.fiscal_year', 'regions.fiscal_year') }}
    left join organisations
        on
            {{ same('indicators.region_declared', 'organisations.region_declared') }}
            and {{ same('indicators.region_printed', 'organisations.region_printed') }}
            and {{ same('indicators.organisation_code', 'organisations.organisation_code') }}
            and {{ same('indicators.organisation_name', 'organisations.organisation_name') }}
    left join programmes
        on
            {{ same('indicators.region_declared', 'programmes.region_declared') }}
            and {{ same('indicators.region_printed', 'programmes.region_printed') }}
            and {{ same('indicators.organisation_code', 'programmes.organisation_code') }}
            and {{ same('indicators.organisation_name', 'programmes.organisation_name') }}
            and {{ same('indicators.programme_code', 'programmes.programme_code') }}
            and {{ same('indicators.programme_name', 'programmes.programme_name') }}
),

-- ALUMNOS counted as MUJERES, HOMBRES and NÚMERO in one report are three indicators. Where one row has the words, the unit
-- is no part of its identity: it may be written otherwise next year.
told_apart as (
    select
        *,  -- noqa: AM04
        case
            when min({{ label_key('unit_text') }}) over namesakes <> max({{ label_key('unit_text') }}) over namesakes
                then concat(indicator_key, '|', coalesce({{ label_key('unit_text') }}, ''))
            else indicator_key
        end as indicator_words
    from keyed
    window namesakes as (
        partition by
            landed_key, fiscal_year, period_end, period_months, region_code, organisation_id, programme_id, objective_key,
            indicator_key
    )
)

select
    *,  -- noqa: AM04
    {{ hash_id(['slot', 'file_sha256', 'sheet', 'table_number', indicator_place()]) }} as indicator_report_id,
    {{ hash_id(["'indicator'", 'region_code', 'organisation_id', 'programme_id', 'objective_key', 'indicator_words']) }}
        as indicator_id,
    -- What indicators of several reporters have in common when they measure the same thing.
    {{ hash_id(["'peer'", 'indicator_key', label_key('unit_text'), 'period_months']) }} as peer_key,
    {{ target_form('target_text', 'target_operator', 'target_value') }} as target_state,
    {{ printed_decimals('target_text') }} as target_decimals,
    {{ printed_decimals('actual_text') }} as actual_decimals,
    {{ stated_reason('explanation') }} as stated_reason,
    -- What was achieved is counted in the unit of the target: 1.1万元 against 760元 is 11,000 against 760.
    case
        when {{ figure_scale('actual_text', 'unit_text') }} = {{ figure_scale('target_text', 'unit_text') }}
            then actual_value
        else cast(
            actual_value * {{ figure_scale('actual_text', 'unit_text') }}
            / {{ figure_scale('target_text', 'unit_text') }} as decimal(28, 10)
        )
    end as actual_in_target_unit,
    {{ indicator_direction() }} as direction,
    {{ indicator_polarity() }} as polarity
from told_apart
