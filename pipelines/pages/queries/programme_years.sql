select year.*, recommendation.score_claimed, recommendation.score_supported, recommendation.n_open_findings
from quality.fct_programme_years as year
left join quality.fct_budget_recommendations as recommendation
    on year.programme_id = recommendation.programme_id and year.fiscal_year = recommendation.fiscal_year
where year.programme_id = $id
order by year.fiscal_year desc
limit 50
