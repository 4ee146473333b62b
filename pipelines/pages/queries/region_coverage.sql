select fiscal_year, count(*) as n, count(*) filter (where status = 'received') as n_received
from quality.fct_coverage
where region_code = $id
group by fiscal_year
order by fiscal_year
