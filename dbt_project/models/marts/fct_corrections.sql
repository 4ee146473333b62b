-- Known errors of publishers beside what they print: one row a correction and version of its file. The reported amount
-- is never touched; the corrected one stands beside it wherever the file still prints what was recorded as wrong.
{% set columns = [
    'correction_id', 'contract_id', 'file_name', 'sheet', 'row_number', 'column_number', 'printed', 'believed_right',
    'reason', 'evidence', 'status', 'reviewer', 'reviewed_on',
] %}

with ledger as (
    select {{ columns | join(', ') }} from {{ ref('corrections') }}
    union all
    select {{ columns | join(', ') }} from {{ ref('stg_corrections') }}
),

exports as (
    select * from {{ ref('stg_exports') }}
    where status = 'landed'
),

slots as (
    select distinct
        ledger.correction_id,
        exports.slot
    from ledger
    inner join exports on ledger.contract_id = exports.contract_id and ledger.file_name = exports.file_name
),

cells as (
    select landed_key, sheet, row_number, column_number, amount_printed as text, budget_line_id, currency, amount
    from {{ ref('fct_budget_lines') }}
    union all
    select
        landed_key, sheet, row_number, column_number, printed as text, null as budget_line_id, null as currency,
        null as amount
    from {{ ref('fct_stated_figures') }}
    union all
    select
        landed_key, sheet, row_number, column_number, text, null as budget_line_id, null as currency, null as amount
    from {{ ref('stg_parked') }}
),

-- A cell that is empty or no figure has no unit of its own; its column has.
units as (
    select landed_key, sheet, column_number, min(unit_scale) as unit_scale
    from {{ ref('int_column_precision') }}
    group by landed_key, sheet, column_number
    having min(unit_scale) = max(unit_scale)
),

held as (
    select
        ledger.*,
        exports.export_id,
        exports.slot,
        exports.version_number,
        exports.file_name as version_file_name,
        coalesce(exports.is_current, false) as is_current,
        exports.region_declared as region_code,
        exports.declared_year as fiscal_year,
        cells.budget_line_id,
        cells.text as printed_now,
        cells.currency,
        cells.amount,
        units.unit_scale,
        coalesce(trim(ledger.printed), '') = coalesce(trim(cells.text), '') as is_as_recorded
    from ledger
    left join slots on ledger.correction_id = slots.correction_id
    left join exports on slots.slot = exports.slot
    left join cells
        on
            exports.landed_key = cells.landed_key
            and coalesce(ledger.sheet, '') = coalesce(cells.sheet, '')
            and ledger.row_number = cells.row_number
            and ledger.column_number = cells.column_number
    left join units
        on
            exports.landed_key = units.landed_key
            and coalesce(ledger.sheet, '') = coalesce(units.sheet, '')
            and ledger.column_number = units.column_number
)

select
    *,
    cast(believed_right * unit_scale as decimal(28, 4)) as believed_amount,
    case
        when is_as_recorded and export_id is not null and status <> 'rejected'
            then cast(believed_right * unit_scale as decimal(28, 4))
    end as corrected_amount,
    case
        when export_id is null then 'not_in_book'
        when status = 'rejected' then 'closed'
        when status = 'repaired' then case when is_as_recorded then 'returned' else 'closed' end
        when is_as_recorded then 'stands'
        else 'obsolete'
    end as state
from held
