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

-- Leaf amounts of one question, current versions (or those known at a moment), the book itself (no twins, no yardsticks). Words the
-- question leaves open may still differ: `caliber_mix` names what differs within the region and year, so that no sum mixes unseen,
-- `answer_mix` the dimensions on which regions or years differ from each other; `caliber` is the whole definition of the row, for
-- marts.add_up(amount, caliber). A word nobody stated is unknown and equals no other reporter's.
create or replace macro marts.comparable(
    wanted_kind, wanted_stage, wanted_scope := null, wanted_account := null, wanted_recognition := null, wanted_period_basis := null,
    wanted_netting := null, known_at := null
) as table
with answer as (
    select *
    from marts.fct_budget_lines
    where
        row_role = 'leaf'
        and case
            when known_at is null then is_current
            else known_from <= cast(known_at as timestamp) and (known_to is null or known_to > cast(known_at as timestamp))
        end
        and source_role = 'primary'
        and kind = wanted_kind
        and stage = wanted_stage
        and (wanted_scope is null or scope = wanted_scope)
        and (wanted_account is null or account = wanted_account)
        and (wanted_recognition is null or recognition = wanted_recognition)
        and (wanted_period_basis is null or period_basis = wanted_period_basis)
        and (wanted_netting is null or netting = wanted_netting)
),
kinds as (
    select distinct region_code, fiscal_year, period_end, period_basis, caliber_id, contract_id from answer
),
said as (
    select
        kinds.region_code,
        kinds.fiscal_year,
        kinds.contract_id,
        words.dimension,
        case
            when words.word = 'unknown' then 'unknown in ' || kinds.contract_id
            when words.dimension = 'unit' then split_part(words.word, ' ', 1)
            else words.word
        end as word
    from kinds
    join marts.caliber_words as words on kinds.caliber_id = words.caliber_id
    union
    select region_code, fiscal_year, contract_id, 'period_end', cast(period_end as varchar)
    from kinds
    where period_basis is distinct from 'year'
),
differing as (
    select
        region_code,
        fiscal_year,
        dimension,
        dimension || ': ' || case
            when count(distinct word) > 6 then count(distinct word) || ' from ' || min(word) || ' to ' || max(word)
            else string_agg(distinct word, ', ' order by word)
        end as difference
    from said
    group by region_code, fiscal_year, dimension
    having count(distinct word) > 1
),
mixes as (
    select region_code, fiscal_year, string_agg(difference, '; ' order by dimension) as caliber_mix from differing group by region_code, fiscal_year
),
across_regions as (
    select string_agg(dimension, ', ' order by dimension) as answer_mix
    from (select dimension from said where dimension <> 'period_end' group by dimension having count(distinct word) > 1)
),
reporters as (
    select
        region_code,
        fiscal_year,
        string_agg(distinct contract_id, ', ' order by contract_id) as reported_by
    from kinds
    group by region_code, fiscal_year
),
definitions as (
    select
        kinds.*,
        string_agg(
            words.dimension || '=' || case
                when words.word = 'unknown' then 'unknown in ' || kinds.contract_id
                when words.dimension = 'unit' then split_part(words.word, ' ', 1)
                when words.dimension = 'period_basis' and words.word <> 'year' then words.word || ' to ' || kinds.period_end
                else words.word
            end, ', ' order by words.dimension
        ) as caliber,
        string_agg(words.dimension, ', ' order by words.dimension) filter (where words.word = 'unknown') as caliber_unknown
    from kinds
    join marts.caliber_words as words on kinds.caliber_id = words.caliber_id
    group by all
)
select
    answer.*,
    case when answer.unit_scale = 1 then 'as reported' else 'X01: × ' || answer.unit_scale end as comparison_path,
    definitions.caliber,
    definitions.caliber_unknown,
    mixes.caliber_mix,
    across_regions.answer_mix,
    reporters.reported_by
from answer
cross join across_regions
left join definitions
    on
        answer.caliber_id = definitions.caliber_id
        and answer.contract_id = definitions.contract_id
        and answer.region_code = definitions.region_code
        and answer.fiscal_year = definitions.fiscal_year
        and answer.period_end is not distinct from definitions.period_end
        and answer.period_basis is not distinct from definitions.period_basis
left join mixes on answer.region_code = mixes.region_code and answer.fiscal_year = mixes.fiscal_year
left join reporters on answer.region_code = reporters.region_code and answer.fiscal_year = reporters.fiscal_year;

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

-- Every indicator report with what is believed right of target and actual value beside what was reported, in the printed unit; the reported value
-- where nothing is corrected, null where it is known to be wrong and nobody knows what is right.
create or replace macro marts.indicators_with_corrections() as table
select
    report.*,
    target.correction_id as target_correction_id,
    case when target.correction_id is null then report.target_value else target.believed_right end as corrected_target,
    actual.correction_id as actual_correction_id,
    case when actual.correction_id is null then report.actual_value else actual.believed_right end as corrected_actual
from marts.fct_indicators as report
left join marts.fct_corrections as target
    on report.indicator_report_id = target.indicator_report_id and target.field = 'target' and target.is_as_recorded and target.status <> 'rejected'
left join marts.fct_corrections as actual
    on report.indicator_report_id = actual.indicator_report_id and actual.field = 'actual' and actual.is_as_recorded and actual.status <> 'rejected';

-- Findings whose both sides were known at a moment. A contradiction that a later version removed is judged no more and is not among them.
create or replace macro quality.findings_as_of(moment) as table
select *
from quality.fct_findings
where first_seen <= cast(moment as timestamp);

-- Rules in force on a day; an open end is open.
create or replace macro marts.rules_as_of(moment) as table
select *
from marts.dim_rules
where
    (valid_from is null or valid_from <= cast(moment as date))
    and (valid_to is null or valid_to >= cast(moment as date));

-- Items of the code books in force on a day: of every book the edition that is the newest by then.
create or replace macro marts.items_as_of(moment) as table
select *
from marts.dim_items
where
    edition_date <= cast(moment as date)
    and (valid_from is null or valid_from <= cast(moment as date))
    and (valid_to is null or valid_to >= cast(moment as date))
qualify edition_date = max(edition_date) over (partition by system);
