select caliber.*, coalesce(lines.n_lines, 0)::bigint as n_lines, coalesce(lines.n_contracts, 0) as n_contracts, lines.first_year, lines.last_year
from marts.dim_calibers as caliber
left join (
    select caliber_id, sum(n_lines) as n_lines, count(distinct contract_id) as n_contracts, min(first_year) as first_year, max(last_year) as last_year
    from marts.fct_caliber_use
    group by caliber_id
) as lines using (caliber_id)
order by caliber.caliber_id is not distinct from $target desc, n_lines desc, caliber_id
limit 100
