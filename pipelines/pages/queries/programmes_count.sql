select count(*) as n from quality.fct_budget_recommendations
