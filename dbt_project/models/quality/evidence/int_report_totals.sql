-- What each contract's leaf lines add up to, at every item at or above the printed ones: by economic chapter, by class
-- of the main classification, and as one total. A report without leaves speaks with its printed grand total.
{% set dimensions = [
    ('1_economic', 'economic_system', 'economic_item_id'),
    ('2_item', 'item_system', 'item_id'),
] %}

with shared as (
    -- Only what two contracts speak of can be compared.
    select region_code, kind, fiscal_year, period_end, stage
    from {{ ref('fct_budget_lines') }}
    where is_current and region_code <> 'unmapped'
    group by region_code, kind, fiscal_year, period_end, stage
    having count(distinct contract_id) > 1
),

amounts as (
    select
        {% for column in report_key() %}
        lines.{{ column }},
        {% endfor %}
        lines.source_role,
        lines.landed_key,
        lines.export_id,
        lines.row_role,
        lines.item_id,
        lines.item_system,
        lines.economic_item_id,
        lines.economic_system,
        lines.amount,
        -- Ledgers keep cents exactly; only figures printed in whole units or coarser are rounded.
        case when lines.display_unit >= 1 then lines.display_unit * 0.5 else 0 end as rounding
    from {{ ref('fct_budget_lines') }} as lines
    inner join shared
        on
            lines.region_code = shared.region_code
            and lines.kind = shared.kind
            and lines.fiscal_year = shared.fiscal_year
            and lines.period_end = shared.period_end
            and lines.stage = shared.stage
    where lines.is_current and lines.kind in ('expenditure', 'revenue') and lines.row_role in ('leaf', 'grand_total')
),

sums as (
    {% for dimension, system, item_id in dimensions %}
    select
        '{{ dimension }}' as dimension,
        {{ report_key() | join(', ') }},
        {{ system }} as system,
        {{ item_id }} as item_id,
        min(source_role) as source_role,
        min(landed_key) as landed_key,
        min(export_id) as export_id,
        sum(amount) as amount,
        sum(rounding) as rounding
    from amounts
    where row_role = 'leaf' and {{ system }} is not null and {{ item_id }} is not null
    group by {{ report_key() | join(', ') }}, {{ system }}, {{ item_id }}
    union all
    {% endfor %}
    select
        '3_total' as dimension,
        {{ report_key() | join(', ') }},
        'total' as system,
        'total' as item_id,
        min(source_role) as source_role,
        min(landed_key) as landed_key,
        min(export_id) as export_id,
        case
            when
                count(case when row_role = 'leaf' then amount end) > 0
                then sum(case when row_role = 'leaf' then amount end)
            when min(amount) = max(amount) then max(amount)
        end as amount,
        case
            when
                count(case when row_role = 'leaf' then amount end) > 0
                then sum(case when row_role = 'leaf' then rounding end)
            else max(rounding)
        end as rounding
    from amounts
    group by {{ report_key() | join(', ') }}
),

ancestors as (
    select * from {{ ref('int_item_ancestors') }}
),

transfers as (
    select item_id from {{ ref('dim_items') }}
    where is_transfer
),

exports as (
    select landed_key, twin_of from {{ ref('dim_exports') }}
)

select
    sums.dimension,
    sums.system,
    case when sums.dimension = '3_total' then 'total' else coalesce(ancestors.ancestor_code, 'unmapped') end
        as class_code,
    {% for column in report_key() %}
    sums.{{ column }},
    {% endfor %}
    min(sums.source_role) as source_role,
    min(exports.twin_of) as twin_of,
    min(sums.export_id) as export_id,
    -- A class counts as a transfer when everything summed under it is one.
    min(case when transfers.item_id is not null then 1 else 0 end) = 1 as is_transfer,
    max(case when ancestors.distance = 0 or sums.dimension = '3_total' then 1 else 0 end) = 1 as is_printed,
    max(case when ancestors.is_root then 1 else 0 end) = 1 as is_root,
    sum(sums.amount) as amount,
    sum(sums.rounding) as rounding
from sums
left join ancestors on sums.item_id = ancestors.item_id
left join transfers on sums.item_id = transfers.item_id
left join exports on sums.landed_key = exports.landed_key
group by
    sums.dimension,
    sums.system,
    case when sums.dimension = '3_total' then 'total' else coalesce(ancestors.ancestor_code, 'unmapped') end,
    {% for column in report_key() %}
    sums.{{ column }}{{ ',' if not loop.last }}
    {% endfor %}
