select
    correction_id,
    contract_id,
    file_name,
    sheet,
    row_number,
    column_number,
    printed,
    believed_right,
    reason,
    evidence,
    status,
    reviewer,
    reviewed_on
from {{ landed_source('corrections') }}
