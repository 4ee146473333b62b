-- A restated file is a new version of its slot: the old version stays, with the time at which it was replaced. A file
-- that could not be read replaces nothing.
with exports as (
    select * from {{ ref('stg_landed_exports') }}
),

receipts as (
    select
        landed_key,
        min(received_at) as first_received_at,
        max(received_at) as last_received_at
    from {{ ref('stg_receipts') }}
    group by landed_key
),

versions as (
    select
        exports.slot,
        exports.status,
        exports.file_sha256,
        max(exports.file_path) as file_path,
        min(receipts.first_received_at) as known_from,
        max(receipts.last_received_at) as last_received_at
    from exports
    left join receipts on exports.landed_key = receipts.landed_key
    group by exports.slot, exports.status, exports.file_sha256
),

ordered as (
    select
        *,
        row_number()
            over (partition by slot, status order by known_from, length(file_path), file_path, file_sha256)
            as version_number,
        lead(known_from)
            over (partition by slot, status order by known_from, length(file_path), file_path, file_sha256)
            as known_to
    from versions
)

select
    exports.*,  -- noqa: AM04
    ordered.version_number,
    ordered.known_from,
    ordered.known_to,
    ordered.last_received_at,
    exports.status = 'landed' and ordered.known_to is null as is_current
from exports
left join ordered
    on
        exports.slot = ordered.slot
        and exports.status = ordered.status
        and exports.file_sha256 = ordered.file_sha256
