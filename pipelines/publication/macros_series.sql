-- Macros of the released file that follow money across editions, codes and territories. One statement per macro.

-- One item of the latest edition (null: every leaf) and one region of today through the years. Rows of one contract and
-- caliber only; how much of a figure got there directly; what broke in its year. With whole_territory, parts that a
-- publisher prints apart are added: the smaller territory and its part make an area_total, each alone keeps its scope.
create or replace macro marts.series(
    wanted_item, wanted_region, wanted_kind := 'expenditure', wanted_system := 'cn_functional', whole_territory := false
) as table
with territories as (
    select distinct contract_id, from_region_code as region_code from marts.fct_region_crosswalks
    where whole_territory and contract_id is not null and to_region_code = wanted_region
    union
    select distinct contract_id, to_region_code from marts.fct_region_crosswalks
    where whole_territory and contract_id is not null and to_region_code = wanted_region
),

parts as (
    select line.*, territory.region_code is not null as is_part
    from marts.fct_harmonised_lines as line
    left join territories as territory
        on line.contract_id = territory.contract_id and line.region_code = territory.region_code
    inner join marts.dim_items as item on line.item_id = item.item_id
    where
        (wanted_item is null or (item.system = wanted_system and contains(item.item_path, '"' || wanted_item || '"')))
        and line.kind = wanted_kind
        and (line.region_code = wanted_region or territory.region_code is not null)
),

breaks as (
    select
        year(effective_date) as fiscal_year,
        string_agg(distinct note, ' | ') as break_note,
        max(size) as break_size
    from marts.fct_breaks
    where
        (side = 'item' and system = wanted_system and (item_code is null or item_code = wanted_item))
        or (side = 'region' and region_code = wanted_region)
    group by all
)

select
    parts.contract_id,
    any_value(parts.source_role) as source_role,
    parts.fiscal_year,
    parts.period_end,
    case when parts.is_part and count(distinct parts.region_code) > 1 then 'area_total' else any_value(caliber.scope) end as scope,
    caliber.account,
    caliber.line,
    caliber.stage,
    caliber.recognition,
    caliber.period_basis,
    caliber.netting,
    parts.currency,
    sum(parts.amount) as amount,
    count(distinct parts.budget_line_id) as n_lines,
    cast(
        sum(abs(parts.amount)) filter (parts.method in ('direct', 'parent')) / nullif(sum(abs(parts.amount)), 0) as decimal(7, 6)
    ) as share_direct,
    string_agg(distinct parts.method, ', ' order by parts.method) as methods,
    string_agg(distinct parts.region_code, ', ' order by parts.region_code) as regions,
    any_value(breaks.break_note) as break_note,
    any_value(breaks.break_size) as break_size
from parts
left join marts.dim_calibers as caliber on parts.caliber_id = caliber.caliber_id
left join breaks on parts.fiscal_year = breaks.fiscal_year
group by
    parts.contract_id, parts.fiscal_year, parts.period_end, parts.is_part,
    case when not parts.is_part then caliber.scope end, caliber.account, caliber.line, caliber.stage,
    caliber.recognition, caliber.period_basis, caliber.netting, parts.currency
order by parts.contract_id, caliber.stage, parts.fiscal_year, parts.period_end;

-- Current leaf lines under the items of another book or edition (cofog, cn_economic_gov …): cut by shares, the parts of a
-- line add up to it, what has no way there stays with its money as unmapped. side: item or economic.
create or replace macro marts.in_classification(
    wanted_system, wanted_edition := null, wanted_condition := null, side := 'item'
) as table
with ways as (
    select * from marts.fct_item_crosswalks
    where
        to_system = wanted_system
        and case when wanted_edition is null then is_latest else to_edition = cast(wanted_edition as date) end
        and (condition is null or condition = wanted_condition)
)

select
    line.* exclude (amount),
    way.to_system,
    way.to_edition,
    case when way.method <> 'unmapped' then way.to_code end as to_code,
    case when way.method <> 'unmapped' then way.to_item_id end as to_item_id,
    coalesce(way.method, 'unmapped') as crosswalk_method,
    coalesce(way.share, 1) as share,
    line.amount as line_amount,
    case
        when way.share is null or way.share = 1 then line.amount
        else round(line.amount * way.part_to, 4) - round(line.amount * way.part_from, 4)
    end as amount
from marts.fct_budget_lines as line
left join ways as way
    on case when side = 'economic' then line.economic_item_id else line.item_id end = way.from_item_id
where line.row_role = 'leaf' and line.is_current;
