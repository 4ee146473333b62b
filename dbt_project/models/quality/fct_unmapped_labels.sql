-- Printed items that found no place in a code book, with the money that is on them: leaves of current exports.
select
    contract_id,
    item_code_printed,
    item_name_printed,
    currency,
    count(*) as n_lines,
    sum(amount) as amount
from {{ ref('fct_budget_lines') }}
where mapping_method = 'unmapped' and row_role = 'leaf' and is_current
group by contract_id, item_code_printed, item_name_printed, currency
