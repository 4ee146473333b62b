-- The different calibers that were reported.
with figures as (
    select * from {{ ref('stg_amounts') }}
),

precisions as (
    select * from {{ ref('int_column_precision') }}
    where measure = 'amount'
),

words as (
    select distinct {{ caliber_words() | join(', ') | replace('unit_scale', 'figures.unit_scale') | replace('column_decimals', 'precisions.decimals as column_decimals') }}
    from figures
    left join precisions
        on
            figures.landed_key = precisions.landed_key
            and {{ same('figures.sheet', 'precisions.sheet') }}
            and {{ same('figures.table_number', 'precisions.table_number') }}
            and figures.column_number = precisions.column_number
            and {{ same('figures.unit_scale', 'precisions.unit_scale') }}
)

select
    {{ caliber_key('words') }} as caliber_id,
    *
from words
