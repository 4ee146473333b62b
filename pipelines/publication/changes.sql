-- What is different between two attached releases, `before` and `after`. Amounts that count are current leaves, each known by where it stands:
-- contract slot, sheet, table, row and column. Amounts of one report, caliber, region and year are added up; calibers are never mixed.
create temp macro counted(release_exports, release_lines) as table
select
    export.slot, export.file_sha256, export.contract_sha256, line.landed_key, line.sheet, line.table_number, line.row_number, line.column_number,
    {region_code: line.region_code, fiscal_year: line.fiscal_year, period_end: line.period_end, kind: line.kind, stage: line.stage,
        recognition: line.recognition, scope: line.scope, account: line.account, line: line.line, basis: line.basis, period_basis: line.period_basis,
        comparison: line.comparison, netting: line.netting, source: line.source, source_role: line.source_role, contract_id: export.contract_id,
        currency: line.currency} as caliber,
    line.item_id, line.economic_item_id, line.mapping_method, line.economic_mapping_method, line.region_mapping_method, line.region_printed,
    coalesce(line.amount, 0) as amount
from query_table(release_lines) as line
join query_table(release_exports) as export on line.landed_key = export.landed_key
where line.is_current and line.row_role = 'leaf';

-- Why an export that counts in one release does not count as it is in the other.
create temp macro explained_by(own, other, alone) as table
select own.landed_key,
    case
        when bool_or(other.landed_key = own.landed_key and other.is_current) then 'model_changed'
        when bool_or(other.slot = own.slot and other.is_current and other.contract_sha256 = own.contract_sha256 and other.file_sha256 = own.file_sha256)
            then 'decoder_changed'
        when bool_or(other.slot = own.slot and other.is_current and other.file_sha256 = own.file_sha256) then 'contract_changed'
        when bool_or(other.slot = own.slot and other.status = 'landed') then 'restated'
        when bool_or(other.status = 'landed') then 'contract_changed'
        when bool_or(other.status = 'parked') then 'set_aside'
        else alone
    end as cause
from query_table(own) as own
left join query_table(other) as other on other.slot = own.slot or other.file_sha256 = own.file_sha256
where own.status = 'landed' and own.is_current
group by own.landed_key;

create temp table lone as
select true as was, * from explained_by('before.marts.dim_exports', 'after.marts.dim_exports', 'withdrawn')
union all
select false, landed_key, case cause when 'set_aside' then 'readable_now' else cause end
from explained_by('after.marts.dim_exports', 'before.marts.dim_exports', 'new');

create temp table changed_lines as
with pairs as (
    select
        b.slot is not null as was, a.slot is not null as is_now, b.caliber as old, a.caliber as new, b.amount as old_amount, a.amount as new_amount,
        b.item_id as old_item, a.item_id as new_item, b.economic_item_id as old_economic, a.economic_item_id as new_economic,
        b.mapping_method as old_method, a.mapping_method as new_method, b.economic_mapping_method as old_economic_method,
        a.economic_mapping_method as new_economic_method, b.region_mapping_method as old_region_method,
        a.region_mapping_method as new_region_method, coalesce(a.region_printed, b.region_printed) as region_printed,
        b.file_sha256 as old_sha256, a.file_sha256 as new_sha256, b.landed_key as old_key, a.landed_key as new_key,
        b.contract_sha256 as old_contract, a.contract_sha256 as new_contract
    from counted('before.marts.dim_exports', 'before.marts.fct_budget_lines') as b
    full join counted('after.marts.dim_exports', 'after.marts.fct_budget_lines') as a
        on b.slot = a.slot and b.sheet is not distinct from a.sheet and b.table_number = a.table_number
        and b.row_number = a.row_number and b.column_number = a.column_number
)
select pairs.*,
    case
        when not (pairs.was and pairs.is_now) then lone.cause
        when old_sha256 <> new_sha256 then 'restated'
        when old_contract <> new_contract then 'contract_changed'
        when old_key <> new_key then 'decoder_changed'
        when old_amount <> new_amount or (old.region_code is not distinct from new.region_code and old is distinct from new) then 'model_changed'
        when 'reviewed' in (new_method, new_economic_method, new_region_method) then 'reviewed_answer'
        else 'mapping_changed'
    end as cause
from pairs
left join lone on lone.landed_key = coalesce(pairs.old_key, pairs.new_key) and lone.was = pairs.was
where not (pairs.was and pairs.is_now) or old is distinct from new or old_amount <> new_amount
    or old_item is distinct from new_item or old_economic is distinct from new_economic;

create temp table postings as
select old as caliber, cause, -old_amount as amount, is_now and old is not distinct from new as is_counted_below from changed_lines where was
union all
select new, cause, new_amount, false from changed_lines where is_now;

-- By caliber and cause: the total of the whole group before and after, and what of the difference each cause makes.
create temp table changes as
with totals as (
    select caliber, sum(old_amount) as before, sum(new_amount) as after
    from (
        select caliber, amount as old_amount, 0 as new_amount from counted('before.marts.dim_exports', 'before.marts.fct_budget_lines')
        union all
        select caliber, 0, amount from counted('after.marts.dim_exports', 'after.marts.fct_budget_lines')
    ) group by caliber
),
currencies as (select caliber.currency as currency, sum(abs(before) + abs(after)) as weight from totals group by 1),
causes as (
    select caliber, cause, sum(amount) as difference, count(*) filter (not is_counted_below) as n_lines from postings group by caliber, cause
)
select unnest(causes.caliber), causes.cause, causes.n_lines, totals.before, totals.after, causes.difference,
    (causes.difference / nullif(currencies.weight, 0))::decimal(18, 12) as share
from causes
join totals on causes.caliber = totals.caliber
left join currencies on causes.caliber.currency is not distinct from currencies.currency
where causes.difference <> 0 or causes.cause not in ('reviewed_answer', 'mapping_changed');

-- Which printed lines stand under another item or region than before. Their money is still there; it has moved.
create temp table moves as
with sides as (
    select 'item' as kind, old_item as old_id, new_item as new_id, old_method, new_method, * exclude (old_method, new_method) from changed_lines
    where was and is_now and old_item is distinct from new_item
    union all
    select 'economic', old_economic, new_economic, old_economic_method, new_economic_method, * exclude (old_method, new_method) from changed_lines
    where was and is_now and old_economic is distinct from new_economic
)
select sides.kind, was_item.system, was_item.item_code as old_code, was_item.name_local as old_name, old_method, now_item.item_code as new_code,
    now_item.name_local as new_name, now_item.edition_date as new_edition, new_method, cause, new.currency as currency, count(*) as n_lines,
    sum(old_amount) as old_amount, sum(new_amount) as new_amount
from sides
left join before.marts.dim_items as was_item on sides.old_id = was_item.item_id
left join after.marts.dim_items as now_item on sides.new_id = now_item.item_id
group by all
union all
select 'region', null, old.region_code, region_printed, old_region_method, new.region_code, region_printed, null, new_region_method, cause, new.currency,
    count(*), sum(old_amount), sum(new_amount)
from changed_lines where was and is_now and old.region_code is distinct from new.region_code
group by all;

create temp table changed_exports as
with differing as (
    select coalesce(new_key, old_key) as landed_key, count(*) as n_lines from changed_lines group by 1
)
select 'before' as release, export.contract_id, export.file_path, export.version_number, lone.cause, null as detail, coalesce(n_lines, 0) as n_lines
from before.marts.dim_exports as export join lone on export.landed_key = lone.landed_key and lone.was
left join differing on export.landed_key = differing.landed_key
where lone.cause in ('withdrawn', 'set_aside')
union all
select 'after', export.contract_id, export.file_path, export.version_number, lone.cause, null, coalesce(n_lines, 0)
from after.marts.dim_exports as export join lone on export.landed_key = lone.landed_key and not lone.was
left join differing on export.landed_key = differing.landed_key
where lone.cause <> 'model_changed'
union all
select 'after', contract_id, file_path, version_number, 'parked', parked_reason || coalesce(': ' || parked_detail, ''), 0
from after.marts.dim_exports
where status = 'parked' and (file_path, file_sha256) not in (select (file_path, file_sha256) from before.marts.dim_exports where status = 'parked');

create temp table changed_rules as
select coalesce(a.rule_id, b.rule_id) as rule_id, b.rule_version as old_version, a.rule_version as new_version
from before.marts.dim_rules as b full join after.marts.dim_rules as a on b.rule_id = a.rule_id
where b.rule_version is distinct from a.rule_version;

create temp table changed_findings as
with one_sided as (
    select 'appeared' as what, false as was, found.* from after.quality.fct_findings as found
    where finding_id not in (select finding_id from before.quality.fct_findings)
    union all by name
    select 'gone' as what, true as was, found.* from before.quality.fct_findings as found
    where finding_id not in (select finding_id from after.quality.fct_findings)
),
exports as (
    select true as was, export_id, landed_key from before.marts.dim_exports
    union all
    select false, export_id, landed_key from after.marts.dim_exports
)
select what, one_sided.finding_id, one_sided.rule_id, evidence_class, severity, region_code, fiscal_year, subject, difference_money,
    coalesce(min(case when rules.rule_id is not null then 'rule_changed' end),
        min(lone.cause) filter (lone.cause <> 'model_changed'), 'data_beside_it_changed') as cause
from one_sided
left join changed_rules as rules on one_sided.rule_id = rules.rule_id
left join exports on exports.was = one_sided.was and exports.export_id in (one_sided.export_id, one_sided.other_export_id)
left join lone on lone.landed_key = exports.landed_key and lone.was = one_sided.was
group by all;

create temp table balance as
select coalesce(a.currency, b.currency) as currency, b.money_in as money_before, a.money_in as money_after, b.money_unmapped as unmapped_before,
    a.money_unmapped as unmapped_after, b.rows_unmapped as rows_unmapped_before, a.rows_unmapped as rows_unmapped_after,
    coalesce(b.money_difference, 0) as lost_before, coalesce(a.money_difference, 0) as lost_after
from (
    select currency, sum(money_in) as money_in, sum(money_unmapped) as money_unmapped, sum(rows_unmapped)::bigint as rows_unmapped,
        sum(money_difference) as money_difference
    from before.quality.fct_reconciliation where step = 'harmonised' group by currency
) as b
full join (
    select currency, sum(money_in) as money_in, sum(money_unmapped) as money_unmapped, sum(rows_unmapped)::bigint as rows_unmapped,
        sum(money_difference) as money_difference
    from after.quality.fct_reconciliation where step = 'harmonised' group by currency
) as a on b.currency is not distinct from a.currency;

-- What code books say differently: the reason behind lines that moved without an answer.
create temp table changed_books as
select 'items' as what, coalesce(a.system, b.system) as book, coalesce(a.edition_date, b.edition_date) as edition,
    count(*) filter (b.system is null) as n_new, count(*) filter (a.system is null) as n_gone,
    count(*) filter (a.system is not null and b.system is not null) as n_changed
from (from before.marts.dim_items where not is_unmapped) as b
full join (from after.marts.dim_items where not is_unmapped) as a
    on b.system = a.system and b.edition_date = a.edition_date and b.item_code = a.item_code
where b.system is null or a.system is null or b.name_local is distinct from a.name_local or b.parent_code is distinct from a.parent_code
group by all;
