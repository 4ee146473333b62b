select
    landed_key,
    file_path,
    file_sha256,
    received_at,
    received_by
from {{ landed_source('receipts') }}
