-- Which way is better by the words of an indicator's name, where they say it; read once a name, of which there are far fewer than reports.
with names as (
    select distinct indicator_name from {{ ref('stg_indicators') }}
    where indicator_name is not null
)

select
    indicator_name,
    {{ worded_direction(indicator_words(['indicator_name']), 'false') }} as way,
    -- A share of something that takes time is no time.
    {{ worded_direction(indicator_words(['indicator_name']), 'true') }} as way_of_share
from names
