with figures as (
    select * from {{ landed_source('amounts') }}
),

parked as (
    select distinct landed_key from {{ ref('stg_exports') }}
    where status = 'parked'
)

select figures.*  -- noqa: AM04
from figures
left join parked on figures.landed_key = parked.landed_key
where
    figures.measure in ('change', 'rate', 'growth')
    and parked.landed_key is null
