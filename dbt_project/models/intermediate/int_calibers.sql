-- The different calibers that were reported.
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
    {{ columns_of('words', caliber_words()) }}
from words
