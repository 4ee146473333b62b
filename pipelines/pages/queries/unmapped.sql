select item_code_printed, item_name_printed, currency, sum(amount) as amount, count(*) as n_lines
from marts.fct_budget_lines
where mapping_method = 'unmapped' and row_role = 'leaf' and is_current
group by item_code_printed, item_name_printed, currency
order by abs(sum(amount)) desc
limit 30
