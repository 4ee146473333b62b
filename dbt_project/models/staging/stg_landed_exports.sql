select *  -- noqa: AM04
from {{ landed_source('exports') }}
