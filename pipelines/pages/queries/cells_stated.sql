select
    export.export_id as id, stated.printed, stated.column_name, stated.stage, stated.period_end, export.file_name, export.file_sha256, export.export_id
from marts.dim_exports as export
left join marts.fct_stated_figures as stated on
    stated.export_id = export.export_id and stated.sheet is not distinct from $sheet
    and stated.row_number = $row_number::int and stated.column_number = $column_number::int
where export.export_id = $export
limit 1
