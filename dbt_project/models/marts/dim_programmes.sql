with labels as (
    select * from {{ ref('int_programme_labels') }}
),

ordered as (
    select
        *,
        row_number()
            over (
                partition by programme_id order by programme_name, organisation_code, organisation_name, region_printed
            )
            as place,
        count(distinct organisation_id) over (partition by programme_id) as n_organisations
    from labels
)

select
    programme_id,
    region_code,
    -- A programme that several organisations carry belongs to none of them alone.
    case when n_organisations <= 1 then organisation_id end as organisation_id,
    programme_code,
    programme_name,
    n_organisations
from ordered
where place = 1
