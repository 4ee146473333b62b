select sides, count(*) as n, count(distinct programme_id) as n_programmes, sum(coalesce(budget, executed)) as money, any_value(currency) as currency
from quality.fct_programme_years
group by sides
order by n desc
