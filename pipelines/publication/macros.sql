-- Macros that live in the released file, so that any DuckDB client has them. One statement per macro.

-- The way back of one amount: mart row, caliber, mapping, file, sheet, row, column, printed text.
create or replace macro marts.explain(id) as table
select
    line.budget_line_id as id,
    line.amount,
    line.currency,
    line.amount_printed,
    line.amount_reported,
    line.unit_scale,
    line.row_role,
    line.mapping_method,
    item.item_code,
    item.name_local as item_name,
    caliber.* exclude (caliber_id),
    export.contract_id,
    export.publisher,
    export.file_path,
    export.file_sha256,
    line.sheet,
    line.row_number,
    line.column_number,
    line.column_name
from marts.fct_budget_lines as line
left join marts.dim_items as item on line.item_id = item.item_id
left join marts.dim_calibers as caliber on line.caliber_id = caliber.caliber_id
left join marts.dim_exports as export on line.export_id = export.export_id
where line.budget_line_id = id;

-- Leaf amounts of one caliber, current versions, the book itself (no twins, no yardsticks): safe to sum.
create or replace macro marts.comparable(wanted_kind, wanted_stage, wanted_scope := null, wanted_account := null) as table
select *
from marts.fct_budget_lines
where
    row_role = 'leaf'
    and is_current
    and source_role = 'primary'
    and kind = wanted_kind
    and stage = wanted_stage
    and (wanted_scope is null or scope = wanted_scope)
    and (wanted_account is null or account = wanted_account);

-- Executed over its named denominator; null where there is none, never a division by zero.
create or replace macro marts.execution_rate(executed, denominator) as
case when denominator is null or denominator = 0 then null else cast(executed as double) / cast(denominator as double) end;

-- The budget lines as they were known at a moment: restated files before their restatement.
create or replace macro marts.as_of(moment) as table
select *
from marts.fct_budget_lines
where known_from <= cast(moment as timestamp) and (known_to is null or known_to > cast(moment as timestamp));

-- Every budget line with what is believed right beside what was reported. corrected_amount is the reported amount where nothing is corrected,
-- and null where a line is known to be wrong and nobody knows what is right.
create or replace macro marts.with_corrections() as table
select
    line.*,
    correction.correction_id,
    case when correction.correction_id is null then line.amount else correction.corrected_amount end as corrected_amount
from marts.fct_budget_lines as line
left join marts.fct_corrections as correction
    on line.budget_line_id = correction.budget_line_id and correction.is_as_recorded and correction.status <> 'rejected';
