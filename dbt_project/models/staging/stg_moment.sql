-- The day by which deadlines and waivers are judged: one row, empty before the first run.
select max(as_of) as as_of
from {{ landed_source('moment') }}
