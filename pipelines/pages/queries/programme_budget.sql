select recommendation.*, organisation.organisation_name
from quality.fct_budget_recommendations as recommendation
left join marts.dim_organisations as organisation using (organisation_id)
where programme_id = $id
order by fiscal_year desc, organisation_name
limit 50
