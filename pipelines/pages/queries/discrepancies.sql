select status, measured_by, count(*) as n, sum(abs(unexplained_difference)) as unexplained, any_value(currency) as currency
from quality.fct_discrepancies
group by status, measured_by
order by n desc
