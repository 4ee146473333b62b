select
    report.indicator_report_id as id, report.indicator_name as name, report.indicator_code as code, report.target_text, report.actual_text,
    report.score_text, report.weight_text, report.sheet, report.row_number, report.period_end, report.region_code, report.currency, report.unit,
    export.file_name, export.file_sha256, export.export_id
from marts.fct_indicators as report
left join marts.dim_exports as export using (export_id)
where report.indicator_report_id in (select unnest($ids))
