select *, count(*) over () as n_targets
from quality.fct_target_difficulty
where programme_id = $id
order by fiscal_year desc, p_meet nulls last, indicator_name
limit 60
