select
    landed_key,
    export_id,
    sheet,
    row_number,
    column_number,
    column_name,
    text,
    reason,
    detail,
    n_cells,
    money
from {{ landed_source('parked') }}
