with reports as (
    select * from {{ ref('int_indicators') }}
    where row_role = 'leaf'
),

ordered as (
    select
        *,
        row_number() over (partition by indicator_id order by fiscal_year desc, known_from desc, row_number) as place,
        min(fiscal_year) over (partition by indicator_id) as first_fiscal_year,
        max(fiscal_year) over (partition by indicator_id) as last_fiscal_year
    from reports
)

select
    indicator_id,
    region_code,
    organisation_id,
    programme_id,
    indicator_code,
    indicator_name,
    level_1,
    level_2,
    unit_text as unit,
    polarity,
    first_fiscal_year,
    last_fiscal_year
from ordered
where place = 1
