-- What whole tables add up to for an area (with all levels below it) and for its own level: own flows, which no level passes
-- on to another, and transfers apart. A table is whole where it prints the grand total of its lines. Only areas that are
-- stated under both calibers, and the areas directly below them.
{{ config(materialized='table') }}

{% set report = ['region_code', 'part', 'kind', 'account', 'fiscal_year', 'period_end', 'stage', 'recognition', 'netting', 'currency'] %}

with lines as (
    select
        *,
        case when scope in ('area_total', 'national') then 'whole' else 'own' end as part
    from {{ ref('fct_budget_lines') }}
    where
        is_current
        and scope in ('area_total', 'national', 'own_level', 'central_total')
        and kind in ('revenue', 'expenditure')
        and row_role in ('leaf', 'grand_total')
        and (period_basis = 'year' or period_months = 12)
),

stated_twice as (
    select
        region_code,
        kind,
        account,
        fiscal_year,
        stage
    from lines
    group by region_code, kind, account, fiscal_year, stage
    having count(distinct part) = 2
),

wanted as (
    select * from stated_twice
    union
    select
        regions.region_code,
        stated_twice.kind,
        stated_twice.account,
        stated_twice.fiscal_year,
        stated_twice.stage
    from stated_twice
    inner join {{ ref('dim_regions') }} as regions on stated_twice.region_code = regions.parent_code
),

items as (
    select
        item_id,
        is_transfer,
        max(case when is_transfer then 1 else 0 end) over (partition by system) = 1 as is_split
    from {{ ref('dim_items') }}
    where not is_unmapped
),

tables as (
    select
        {% for column in report %}
        lines.{{ column }},
        {% endfor %}
        min(lines.export_id) as export_id,
        min(case when lines.source_role = 'primary' then 1 else 0 end) = 1 as is_primary,
        min(case when lines.row_role = 'grand_total' then lines.budget_line_id end) as total_cell,
        min(case when lines.row_role = 'grand_total' then lines.amount end) as printed_total,
        max(case when lines.row_role = 'grand_total' then lines.amount end) as highest_total,
        sum(case when lines.row_role = 'leaf' then lines.amount end) as summed_total,
        sum(case when lines.row_role = 'leaf' and not items.is_transfer then lines.amount else 0 end) as own_flows,
        sum(case when lines.row_role = 'leaf' and items.item_id is null then abs(lines.amount) else 0 end) as unsure,
        min(case when lines.row_role = 'grand_total' or items.item_id is null or items.is_split then 1 else 0 end) = 1 as is_split,
        sum(lines.display_unit) * 0.5 as rounding
    from lines
    inner join wanted
        on
            lines.region_code = wanted.region_code
            and lines.kind = wanted.kind
            and lines.account = wanted.account
            and lines.fiscal_year = wanted.fiscal_year
            and lines.stage = wanted.stage
    left join items on lines.item_id = items.item_id
    group by
        {% for column in report %}
        lines.{{ column }},
        {% endfor %}
        lines.landed_key, lines.sheet, lines.table_number
    having count(case when lines.row_role = 'grand_total' then lines.amount end) > 0
),

-- The finest of the publisher's own tables speaks; a total without lines, or of somebody else, can only contradict it.
ranked as (
    select
        *,
        case when is_primary and summed_total is not null then rounding else 1e27 end as coarseness
    from tables
)

select
    {{ report | join(', ') }},
    min_by(export_id, coarseness) as export_id,
    min_by(total_cell, coarseness) as total_cell,
    min_by(summed_total, coarseness) as total,
    min_by(own_flows, coarseness) as own_flows,
    min_by(unsure, coarseness) as unsure,
    min_by(is_split, coarseness) as is_split,
    min_by(rounding, coarseness) as rounding,
    -- Totals that their lines or another table contradict are judged by roll_up and same_figure_two_reports.
    max(highest_total) - min(printed_total) <= 2 * max(rounding)
    and max(coalesce(abs(summed_total - printed_total) - rounding, 0)) <= 0 as is_uncontested
from ranked
group by {{ report | join(', ') }}
having min(coarseness) < 1e27
