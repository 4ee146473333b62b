-- What each budget line amounts to at each stage. Leaves of one table are summed; between tables nothing is: they
-- agree, or the amount stays empty.
{{ config(materialized='view') }}
{% set own = ['line_id', 'fiscal_year', 'period_end', 'comparison', 'currency', 'stage', 'recognition'] %}
{% set line = ['reporter'] + own %}
{% set table_of_line = ['landed_key', 'sheet', 'table_number'] %}

with leaves as (
    select
        *,
        {{ reporter_of('source_role', 'contract_id') }} as reporter
    from {{ ref('fct_budget_lines') }}
    where is_current and row_role = 'leaf' and kind in ('expenditure', 'revenue')
),

sums as (
    select
        {{ line | join(', ') }},
        min(export_id) as export_id,
        any_value(source_role) as source_role,
        any_value(kind) as kind,
        any_value(region_code) as region_code,
        any_value(account) as account,
        any_value(organisation_id) as organisation_id,
        any_value(programme_id) as programme_id,
        min(item_id) as item_id,
        min(economic_item_id) as economic_item_id,
        max(case when period_basis = 'year' then 1 else 0 end) = 1 as is_year,
        min(landed_key) = max(landed_key)
        and coalesce(min(sheet) = max(sheet), true)
        and coalesce(min(table_number) = max(table_number), true) as is_one_table,
        count(*) as n_cells,
        sum(display_unit) * 0.5 as rounding,
        sum(amount) as amount
    from leaves
    group by {{ line | join(', ') }}
),

-- Few lines stand in several tables, so only these are summed table by table.
tables as (
    select
        {{ columns_of('sums', line) }},
        sum(figures.amount) as amount
    from {{ ref('fct_budget_lines') }} as figures
    inner join sums
        on
            not sums.is_one_table
            and {{ reporter_of('figures.source_role', 'figures.contract_id') }} = sums.reporter
            {% for column in own %}
            and {{ same('figures.' ~ column, 'sums.' ~ column) }}
            {% endfor %}
    where figures.is_current and figures.row_role = 'leaf'
    group by {{ columns_of('sums', line) }}, {{ columns_of('figures', table_of_line) }}
),

agreements as (
    select
        {{ line | join(', ') }},
        case when min(amount) = max(amount) then max(amount) end as amount
    from tables
    group by {{ line | join(', ') }}
)

select
    {{ columns_of('sums', line) }},
    sums.export_id,
    sums.source_role,
    sums.kind,
    sums.region_code,
    sums.account,
    sums.organisation_id,
    sums.programme_id,
    sums.item_id,
    sums.economic_item_id,
    sums.is_year,
    sums.n_cells,
    sums.rounding,
    case when sums.is_one_table then sums.amount else agreements.amount end as amount,
    case
        when sums.stage = 'adopted' then 'adopted'
        when sums.stage in ('current_authorised', 'adjusted') then 'adjusted'
        when
            sums.stage in ('audited', 'final', 'flash') and sums.recognition in ('accrued', 'cash_paid', 'unknown')
            then 'executed'
    end as part,
    -- Which of several statements speaks for the part: later stages first, accrued before paid, authorised before
    -- handed on.
    case sums.stage when 'audited' then 0 when 'final' then 10 when 'flash' then 20 when 'adjusted' then 1 else 0 end
    + case
        when sums.recognition in ('accrued', 'authorised') then 0
        when sums.recognition in ('cash_paid', 'allotted') then 1
        else 2
    end as preference
from sums
left join agreements
    on
        {% for column in line %}
        {{ 'and ' if not loop.first }}{{ same('sums.' ~ column, 'agreements.' ~ column) }}
        {% endfor %}
