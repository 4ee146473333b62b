-- Every current leaf amount under the latest edition of its book and the territory of today, cut where an item or a
-- region was split. The parts of a line add up to it exactly; without a successor it stays what it was, as unmapped.
with lines as (
    select *
    from {{ ref('fct_budget_lines') }}
    where row_role = 'leaf' and is_current
),

items as (
    select * from {{ ref('fct_item_crosswalks') }}
    where is_latest and from_system = to_system
),

regions as (
    select * from {{ ref('fct_region_crosswalks') }}
    where contract_id is null
),

joined as (
    select
        lines.budget_line_id,
        lines.contract_id,
        lines.source_role,
        lines.kind,
        lines.fiscal_year,
        lines.period_end,
        lines.caliber_id,
        lines.currency,
        coalesce(regions.to_region_code, lines.region_code) as region_code,
        coalesce(items.to_item_id, lines.item_id) as item_id,
        coalesce(items.share, 1) as item_share,
        coalesce(regions.share, 1) as region_share,
        case
            when items.method is not null then items.method
            when lines.mapping_method = 'unmapped' then 'unmapped'
            else 'direct'
        end as item_method,
        case
            when lines.region_code = 'unmapped' then 'unmapped'
            when regions.method is null then 'direct'
            when regions.method = 'predominance' and lines.fiscal_year > year(regions.changed_on) then 'direct'
            else regions.method
        end as region_method,
        {{ cut_amount('lines.amount', 'coalesce(items.part_from, 0)', 'coalesce(items.part_to, 1)') }} as item_amount,
        coalesce(regions.part_from, 0) as part_from,
        coalesce(regions.part_to, 1) as part_to
    from lines
    left join items on lines.item_id = items.from_item_id
    left join regions on lines.region_code = regions.from_region_code
)

select
    budget_line_id,
    contract_id,
    source_role,
    kind,
    fiscal_year,
    period_end,
    caliber_id,
    region_code,
    item_id,
    item_method,
    region_method,
    {{ method_name('greatest(' ~ method_rank('item_method') ~ ', ' ~ method_rank('region_method') ~ ')') }} as method,
    cast(item_share as decimal(13, 12)) as item_share,
    cast(region_share as decimal(13, 12)) as region_share,
    currency,
    {{ cut_amount('item_amount', 'part_from', 'part_to') }} as amount
from joined
