select currency, unit_scale, sum(n_lines)::bigint as n_lines, count(distinct contract_id) as n_contracts
from marts.fct_caliber_use
group by currency, unit_scale
order by n_lines desc
