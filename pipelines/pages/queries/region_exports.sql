select contract_id, file_name, kind, status, declared_year, version_number, last_received_at, n_amounts, parked_reason
from marts.dim_exports
where region_code = $id and is_current
order by declared_year desc, contract_id, file_name
limit 100
