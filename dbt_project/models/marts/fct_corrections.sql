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

-- Indicators print texts; each field of a report that can be corrected, with what is read of it as a number.
reports as (
    {% for field, text, value in [
        ('target', 'target_text', 'target_value'), ('actual', 'actual_text', 'actual_value'), ('weight', 'weight_text', 'weight'),
        ('score', 'score_text', 'score_claimed')
    ] %}
    select
        landed_key, sheet, row_number, indicator_report_id, '{{ field }}' as field, {{ text }} as text, {{ value }} as printed_value,
        cast({{ json_text('columns', '$.' ~ field ~ '.column_number') }} as integer) as column_number
    from {{ ref('fct_indicators') }}
    where contract_id in (select contract_id from ledger)
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

cells as (
    select
        landed_key, sheet, row_number, column_number, amount_printed as text, budget_line_id, currency, amount,
        null as indicator_report_id, null as field, null as printed_value
    from {{ ref('fct_budget_lines') }}
    union all
    select
        landed_key, sheet, row_number, column_number, printed as text, null as budget_line_id, null as currency,
        null as amount, null as indicator_report_id, null as field, null as printed_value
    from {{ ref('fct_stated_figures') }}
    union all
    select
        landed_key, sheet, row_number, column_number, text, null as budget_line_id, null as currency, null as amount,
        null as indicator_report_id, null as field, null as printed_value
    from {{ ref('stg_parked') }}
    union all
    -- One cell may belong to several reports of a line; the first of them stands for it.
    select
        landed_key, sheet, row_number, column_number, min(text) as text, null as budget_line_id, null as currency, null as amount,
        min(indicator_report_id) as indicator_report_id, min(field) as field, min(printed_value) as printed_value
    from reports
    where text is not null
    group by landed_key, sheet, row_number, column_number
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
        cells.indicator_report_id,
        cells.field,
        cells.printed_value,
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
