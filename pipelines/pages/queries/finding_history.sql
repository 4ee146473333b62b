-- Two looks by index and not one with `or`, which would read the table.
select finding_id, opened_on, last_failed_on, closed_on, outcome, n_closed, fiscal_year
from quality.fct_finding_history
where cause_id = $cause
union
select finding_id, opened_on, last_failed_on, closed_on, outcome, n_closed, fiscal_year
from quality.fct_finding_history
where finding_id = $id
order by fiscal_year, opened_on
