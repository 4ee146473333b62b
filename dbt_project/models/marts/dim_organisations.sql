with labels as (
    select * from {{ ref('int_organisation_labels') }}
),

ordered as (
    select
        *,
        row_number() over (partition by organisation_id order by organisation_name, region_printed) as place,
        count(*) over (partition by organisation_id) as n_labels
    from labels
)

select
    organisation_id,
    region_code,
    organisation_code,
    organisation_name,
    n_labels
from ordered
where place = 1
