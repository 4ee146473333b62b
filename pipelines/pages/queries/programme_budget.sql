select * from quality.fct_budget_recommendations where programme_id = $id order by fiscal_year desc limit 50
