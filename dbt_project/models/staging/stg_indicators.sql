with indicators as (
    select * from {{ landed_source('indicators') }}
),

parked as (
    select distinct landed_key from {{ ref('stg_exports') }}
    where status = 'parked'
)

select indicators.*  -- noqa: AM04
from indicators
left join parked on indicators.landed_key = parked.landed_key
where parked.landed_key is null
