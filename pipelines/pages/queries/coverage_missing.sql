select contract_id, region_code, fiscal_year, kind, stage, due_date, status
from quality.fct_coverage
where status <> 'received' and ($region::varchar is null or region_code = $region)
order by due_date nulls last, contract_id, fiscal_year, stage
limit 60
