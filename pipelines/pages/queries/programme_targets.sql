select * from quality.fct_target_difficulty where programme_id = $id order by fiscal_year desc, indicator_name limit 100
