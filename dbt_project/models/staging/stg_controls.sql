select
    landed_key,
    export_id,
    control_name,
    control_sentence,
    observed,
    expected,
    tolerance,
    sheet,
    row_number,
    column_number,
    source,
    table_sheet,
    table_row,
    table_column,
    bridge
from {{ landed_source('controls') }}
