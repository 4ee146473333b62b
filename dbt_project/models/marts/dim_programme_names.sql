-- What each body calls a programme: under a code that is unique only within a body, others call theirs otherwise. Without
-- a body, what it is called in all.
with bodies as (
    select
        programme_id,
        organisation_id,
        min(programme_name) as programme_name,
        min(programme_code) as programme_code
    from {{ ref('int_programme_labels') }}
    where organisation_id is not null
    group by programme_id, organisation_id
),

programmes as (
    select * from {{ ref('dim_programmes') }}
)

select
    bodies.programme_id,
    bodies.organisation_id,
    coalesce(bodies.programme_name, programmes.programme_name) as programme_name,
    coalesce(bodies.programme_code, programmes.programme_code) as programme_code
from bodies
left join programmes on bodies.programme_id = programmes.programme_id
union all
select programme_id, null as organisation_id, programme_name, programme_code from programmes
