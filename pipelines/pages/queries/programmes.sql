select recommendation.*, organisation.organisation_name, coalesce(recommendation.adopted, recommendation.budget) as money
from quality.fct_budget_recommendations as recommendation
left join marts.dim_organisations as organisation using (organisation_id)
where
    ($organisation::varchar is null or recommendation.organisation_id = $organisation)
    and ($region::varchar is null or recommendation.region_code = $region)
order by money desc nulls last, recommendation.programme_id, recommendation.fiscal_year desc
limit 60
