select currency, unit_scale, count(*) as n_lines, approx_count_distinct(export_id) as n_exports
from marts.fct_budget_lines
group by currency, unit_scale
order by n_lines desc
