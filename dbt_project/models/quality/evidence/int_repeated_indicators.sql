-- Rows that state one indicator for one period a second time are told apart by their order, which a shifted file keeps. Hardly
-- any do: only those are put in order.
{{ config(materialized='view') }}
{% set place = ['contract_id', 'indicator_id', 'fiscal_year', 'period_end', 'period_months'] %}
with reports as (
    select * from {{ ref('fct_indicators') }}
    where is_current and row_role = 'leaf' and source_role <> 'yardstick'
),

repeated as (
    select {{ place | join(', ') }}
    from reports
    group by {{ place | join(', ') }}
    having count(*) > 1
)

select
    reports.indicator_report_id,
    row_number()
        over (
            partition by reports.{{ place | join(', reports.') }}
            order by reports.export_id, reports.sheet, reports.table_number, reports.row_number, reports.line_place
        ) as occurrence
from reports
inner join repeated
    on
        {% for column in place %}
        {{ same('reports.' ~ column, 'repeated.' ~ column) }}{{ ' and' if not loop.last }}
        {% endfor %}
