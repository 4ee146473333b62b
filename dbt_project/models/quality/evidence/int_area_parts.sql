-- A whole area beside its own level and the areas directly below it, a row an area and caliber: what the whole states and what its
-- parts add up to, of own flows where all of them tell these apart, else of everything.
{{ config(materialized='view') }}
{% set caliber = ['kind', 'account', 'fiscal_year', 'period_end', 'stage', 'recognition', 'netting', 'currency'] %}

with totals as (
    select * from {{ ref('int_area_totals') }}
),

pairs as (
    select
        {{ hash_id(['whole.region_code'] + columns_of('whole', caliber).split(',')) }} as subject_id,
        whole.region_code,
        {{ columns_of('whole', caliber) }},
        whole.export_id,
        own.export_id as other_export_id,
        whole.total_cell as whole_cell,
        own.total_cell as own_cell,
        whole.total as whole_total,
        whole.own_flows as whole_flows,
        own.total as own_total,
        own.own_flows,
        whole.unsure + own.unsure as unsure,
        whole.rounding + own.rounding as rounding,
        whole.is_split and own.is_split as is_split,
        whole.is_uncontested and own.is_uncontested as is_uncontested
    from totals as whole
    inner join totals as own
        on
            whole.region_code = own.region_code
            {% for column in caliber %}
            and {{ same('whole.' ~ column, 'own.' ~ column) }}
            {% endfor %}
            and own.part = 'own'
    where whole.part = 'whole'
),

-- Areas below, each with what it states undisputed.
members as (
    select
        pairs.subject_id,
        coalesce(totals.is_split, true) as is_split,
        {% for figure in ['total', 'own_flows', 'unsure', 'rounding', 'total_cell'] %}
        case when totals.is_uncontested then totals.{{ figure }} end as {{ figure }}{{ ',' if not loop.last }}
        {% endfor %}
    from pairs
    inner join {{ ref('dim_regions') }} as tiers
        on
            pairs.region_code = tiers.parent_code
            and tiers.is_registered
            and not tiers.is_zone
            and coalesce(tiers.valid_to, pairs.period_end) >= pairs.period_end
    left join totals
        on
            tiers.region_code = totals.region_code
            and totals.part = 'whole'
            {% for column in caliber %}
            and {{ same('pairs.' ~ column, 'totals.' ~ column) }}
            {% endfor %}
),

below as (
    select
        subject_id,
        count(*) as n_areas,
        count(total) as n_stated,
        sum(total) as total,
        max(total) as largest,
        sum(own_flows) as flows,
        sum(unsure) as unsure,
        sum(rounding) as rounding,
        min(case when is_split then 1 else 0 end) = 1 as is_split
    from members
    group by subject_id
),

cited as (
    select
        subject_id,
        {{ json_list_agg('total_cell') }} as cells
    from members
    where total_cell is not null
    group by subject_id
)

select
    pairs.*,
    below.n_areas,
    below.n_stated,
    cited.cells as part_cells,
    pairs.is_split and below.is_split as is_by_flows,
    case when pairs.is_split and below.is_split then pairs.whole_flows else pairs.whole_total end as observed,
    case when pairs.is_split and below.is_split then pairs.own_flows + below.flows else pairs.own_total + below.total end as expected,
    greatest(pairs.own_total, below.largest) as largest_part,
    greatest(pairs.rounding + below.rounding, abs(pairs.whole_total) * 0.0001)
    + case when pairs.is_split and below.is_split then pairs.unsure + below.unsure else 0 end as tolerance
from pairs
inner join below on pairs.subject_id = below.subject_id
left join cited on pairs.subject_id = cited.subject_id
