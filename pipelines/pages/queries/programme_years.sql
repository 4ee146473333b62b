select year.*, organisation.organisation_name, recommendation.score_claimed, recommendation.score_supported, recommendation.n_open_findings
from quality.fct_programme_years as year
left join quality.fct_budget_recommendations as recommendation
    on year.programme_id = recommendation.programme_id and year.fiscal_year = recommendation.fiscal_year
        and year.organisation_id is not distinct from recommendation.organisation_id
left join marts.dim_organisations as organisation on year.organisation_id = organisation.organisation_id
where year.programme_id = $id
order by year.fiscal_year desc, organisation.organisation_name
limit 50
