select item_code_printed, item_name_printed, currency, sum(amount) as amount, sum(n_lines)::bigint as n_lines
from quality.fct_unmapped_labels
group by item_code_printed, item_name_printed, currency
order by abs(sum(amount)) desc nulls last, item_code_printed, item_name_printed
limit 30
