-- One figure under two scopes: what a level itself states beside what its whole area does. Money by the words of its
-- caliber, indicators by the scope in brackets behind their name.
{{ config(materialized='view') }}

{% set scope_words = '[（(](市|县|区|镇|省)?(本级|全辖|全域|全市|全县|全区|全省|own level|whole area)[）)]' %}
with money as (
    select
        'amounts' as content,
        scope,
        {{ hash_id([
            'contract_id', 'region_code', 'organisation_id', 'programme_id', 'item_id', 'economic_item_id', 'stage',
            'recognition', 'account', 'period_basis', 'month(period_end)'
        ]) }} as series_id,
        fiscal_year,
        budget_line_id as figure_id,
        export_id,
        region_code,
        organisation_id,
        programme_id,
        cast(null as {{ text_type() }}) as indicator_id,
        period_end,
        coalesce(item_name_printed, column_name) as label,
        cast(amount as double) as figure
    from {{ ref('fct_budget_lines') }}
    where is_current and row_role = 'leaf' and source_role = 'primary' and scope in ('own_level', 'area_total') and amount > 0
),

indicators as (
    select
        'indicators' as content,
        case when {{ matches('indicator_name', '本级|own level') }} then 'own_level' else 'area_total' end as scope,
        {{ hash_id([
            'contract_id', 'region_code', 'organisation_id', 'programme_id', 'period_months', 'month(period_end)', 'unit',
            regexp_replace_all('indicator_name', scope_words, '')
        ]) }} as series_id,
        fiscal_year,
        indicator_report_id as figure_id,
        export_id,
        region_code,
        organisation_id,
        programme_id,
        indicator_id,
        period_end,
        indicator_name as label,
        cast(actual_value as double) as figure
    from {{ ref('int_indicator_facts') }}
    where is_series and actual_value > 0 and {{ matches('indicator_name', scope_words) }}
),

figures as (
    select * from money
    union all
    select * from indicators
),

{% set places = range(-6, 2) %}
pairs as (
    select
        own.*,
        area.figure_id as area_figure_id,
        area.figure as area_figure,
        ln(area.figure / own.figure) as gap,
        {% for side in ['own', 'area'] %}
        -- The place of the last digit that is no zero, from a million to a hundredth.
        case
            {% for place in places %}
            when round({{ side }}.figure, {{ place }}) = {{ side }}.figure then 1e{{ -place }}
            {% endfor %}
            else 0.01
        end as {{ side }}_digit{{ ',' if not loop.last }}
        {% endfor %}
    from figures as own
    inner join figures as area
        on
            own.content = area.content and own.series_id = area.series_id and own.fiscal_year = area.fiscal_year
            and {{ same('own.period_end', 'area.period_end') }}
    where own.scope = 'own_level' and area.scope = 'area_total'
)

select
    *,
    count(*) over years - 1 as n_other_years,
    sum(case when gap = 0 then 1 else 0 end) over years as n_equal,
    median(abs(gap)) over years as usual_gap,
    -- Both round as they usually do, and meet on the finer of the two.
    least(quantile_disc(own_digit, 0.5) over years, quantile_disc(area_digit, 0.5) over years) as last_digit
from pairs
window years as (partition by content, series_id)
