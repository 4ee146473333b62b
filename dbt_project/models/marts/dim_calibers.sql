-- One row per caliber, one column per dimension. Two amounts are comparable when they agree on every dimension that
-- the question does not aggregate over.
with figures as (
    select * from {{ ref('stg_amounts') }}
),

precisions as (
    select * from {{ ref('int_column_precision') }}
    where measure = 'amount'
),

measured as (
    select
        figures.*,
        precisions.decimals as column_decimals
    from figures
    left join precisions
        on
            figures.landed_key = precisions.landed_key
            and {{ same('figures.sheet', 'precisions.sheet') }}
            and {{ same('figures.table_number', 'precisions.table_number') }}
            and figures.column_number = precisions.column_number
            and {{ same('figures.unit_scale', 'precisions.unit_scale') }}
),

words as (
    select distinct {{ columns_of('measured', caliber_words()) }}
    from measured
)

select
    {{ caliber_key('words') }} as caliber_id,
    coalesce(scope, 'unknown') as scope,
    coalesce(account, 'unknown') as account,
    coalesce(line, 'unknown') as line,
    coalesce(stage, 'unknown') as stage,
    coalesce(recognition, 'unknown') as recognition,
    coalesce(basis, 'unknown') as basis,
    coalesce(period_basis, 'unknown') as period_basis,
    coalesce(comparison, 'unknown') as comparison,
    coalesce(netting, 'unknown') as netting,
    case
        when currency is null or unit_scale is null then 'unknown'
        else currency || ' e' || (length(cast(unit_scale as {{ text_type() }})) - 1) || ' p' || column_decimals
    end as unit,
    case
        when item_system is null then 'unknown'
        else item_system || coalesce(' ' || item_edition, '')
    end as classification,
    coalesce(source, 'unknown') as source,
    coalesce(status, 'unknown') as status,
    currency,
    unit_scale,
    column_decimals as printed_decimals
from words
