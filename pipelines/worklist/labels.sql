-- Printed labels of the current book that have no item or region, with what hangs on them. A label that only names grand totals needs no item.
-- Money is of leaves alone, over all stages and years: how much hangs on an answer, not what was spent.
create temp table open_labels as
with lines as (
    select line.* exclude (kind), export.region_code as region_declared
    from marts.fct_budget_lines as line
    join marts.dim_exports as export using (export_id)
    where line.is_current
),

asked as (
    select 'item' as kind, item_system as system, null::varchar as under, item_code_printed as code, item_name_printed as label, * from lines
    where mapping_method = 'unmapped' and row_role <> 'grand_total'
    union all
    select 'economic', economic_system, null, economic_code_printed, economic_name_printed, * from lines
    where economic_mapping_method = 'unmapped' and row_role <> 'grand_total'
    union all
    select 'region', null, region_declared, null, region_printed, * from lines
    where region_code = 'unmapped'
),

currencies as (
    select currency, sum(abs(amount)) as amount from lines where row_role = 'leaf' group by currency
),

money as (
    select kind, system, under, code, label, currency, source_role, sum(amount) as amount, sum(abs(amount)) as weight, count(*) as n_leaves
    from asked where row_role = 'leaf' group by all
),

weighed as (
    select kind, system, under, code, label, sum(n_leaves)::bigint as n_leaves,
        list({currency: money.currency, source_role: source_role, amount: money.amount} order by money.currency, source_role) as money,
        max(money.weight / nullif(currencies.amount, 0)) as share
    from money join currencies on money.currency is not distinct from currencies.currency
    group by all
),

labels as (
    select kind, system, under, code, label, count(*) as n_amounts, list(distinct contract_id order by contract_id) as contracts,
        min(fiscal_year) as first_year, max(fiscal_year) as last_year, max(period_end) as period_end,
        list(distinct {landed_key: landed_key, sheet: sheet, table_number: table_number, row_number: row_parent, column_number: column_number}) filter (row_parent is not null) as parents
    from asked group by all
)

select row_number() over (order by coalesce(weighed.share, 0) desc, labels.n_amounts desc, labels.kind, labels.system, labels.under, labels.code, labels.label) as label_id,
    labels.*, coalesce(weighed.n_leaves, 0) as n_leaves, weighed.money, coalesce(weighed.share, 0) as share
from labels
left join weighed
    on labels.kind = weighed.kind and labels.system is not distinct from weighed.system and labels.under is not distinct from weighed.under
    and labels.code is not distinct from weighed.code and labels.label is not distinct from weighed.label;
