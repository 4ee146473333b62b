select finding_id, opened_on, last_failed_on, closed_on, outcome, n_closed, fiscal_year
from quality.fct_finding_history
where cause_id = $cause or finding_id = $id
order by fiscal_year, opened_on
limit 20
