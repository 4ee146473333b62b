select
    line.budget_line_id as id, line.amount, line.currency, line.unit_scale, line.stage, line.period_end, line.region_code, line.item_code_printed as code,
    line.item_name_printed as name, line.amount_printed as printed, line.sheet, line.row_number, line.column_number, line.column_name, line.caliber_id,
    export.file_name, export.file_sha256, export.export_id
from marts.fct_budget_lines as line
left join marts.dim_exports as export using (export_id)
where line.budget_line_id in (select unnest($ids))
