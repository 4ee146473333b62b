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
)

select
    own.*,
    area.figure_id as area_figure_id,
    area.figure as area_figure,
    area.figure / own.figure as area_ratio,
    count(*) over (partition by own.content, own.series_id) - 1 as n_other_years,
    sum(case when area.figure = own.figure then 1 else 0 end) over (partition by own.content, own.series_id) as n_equal,
    median(abs(area.figure - own.figure)) over (partition by own.content, own.series_id) as usual_gap,
    -- The place of the last digit that is no zero, as far as a thousand, in any year.
    min(case when own.figure % 1000 = 0 then 1000 when own.figure % 100 = 0 then 100 when own.figure % 10 = 0 then 10 else 1 end)
        over (partition by own.content, own.series_id) as last_digit
from figures as own
inner join figures as area
    on
        own.content = area.content and own.series_id = area.series_id and own.fiscal_year = area.fiscal_year
        and {{ same('own.period_end', 'area.period_end') }}
where own.scope = 'own_level' and area.scope = 'area_total'
