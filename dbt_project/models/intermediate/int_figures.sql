-- Every landed figure with its region, items, organisation, programme and display unit resolved. Left joins only: what
-- has no match keeps its row, its money and its printed words.
{{ config(materialized='view') }}

with figures as (
    select * from {{ ref('stg_amounts') }}
    union all
    select * from {{ ref('stg_stated_figures') }}
),

regions as (
    select * from {{ ref('int_region_labels') }}
),

items as (
    select * from {{ ref('int_item_labels') }}
),

row_parents as (
    select * from {{ ref('int_row_parents') }}
),

organisations as (
    select * from {{ ref('int_organisation_labels') }}
),

programmes as (
    select * from {{ ref('int_programme_labels') }}
),

precisions as (
    select * from {{ ref('int_column_precision') }}
),

row_precisions as (
    select * from {{ ref('int_row_precision') }}
)

select
    figures.*,  -- noqa: AM04
    regions.region_code,
    regions.region_mapping_method,
    items.item_id,
    items.mapping_method,
    items.line_key as item_key,
    case when economic.mapping_method <> 'not_stated' then economic.item_id end as economic_item_id,
    case when economic.mapping_method <> 'not_stated' then economic.mapping_method end as economic_mapping_method,
    economic.line_key as economic_key,
    organisations.organisation_id,
    programmes.programme_id,
    precisions.decimals as column_decimals,
    {{ display_unit(
        'figures.unit_scale', 'least(precisions.decimals, coalesce(row_precisions.decimals, precisions.decimals))'
    ) }}
        as display_unit
from figures
left join regions
    on
        {{ same('figures.region_declared', 'regions.region_declared') }}
        and {{ same('figures.region_printed', 'regions.region_printed') }}
        and {{ same('figures.fiscal_year', 'regions.fiscal_year') }}
left join row_parents
    on
        figures.item_code is null
        and figures.landed_key = row_parents.landed_key
        and {{ same('figures.sheet', 'row_parents.sheet') }}
        and {{ same('figures.table_number', 'row_parents.table_number') }}
        and figures.row_number = row_parents.row_number
left join items
    on
        {{ same('figures.item_system', 'items.system') }}
        and {{ same('figures.item_edition', 'items.edition_declared') }}
        and {{ same('figures.item_code', 'items.code') }}
        and {{ same('figures.item_name', 'items.label') }}
        and {{ same('case when figures.item_edition is null then figures.period_end end', 'items.period_end') }}
        and {{ same('row_parents.parent_key', 'items.parent_key') }}
left join items as economic
    on
        economic.parent_key is null
        and {{ same('figures.economic_system', 'economic.system') }}
        and {{ same('figures.economic_edition', 'economic.edition_declared') }}
        and {{ same('figures.economic_code', 'economic.code') }}
        and {{ same('figures.economic_name', 'economic.label') }}
        and {{ same('case when figures.economic_edition is null then figures.period_end end', 'economic.period_end') }}
left join organisations
    on
        {{ same('figures.region_declared', 'organisations.region_declared') }}
        and {{ same('figures.region_printed', 'organisations.region_printed') }}
        and {{ same('figures.organisation_code', 'organisations.organisation_code') }}
        and {{ same('figures.organisation_name', 'organisations.organisation_name') }}
left join programmes
    on
        {{ same('figures.region_declared', 'programmes.region_declared') }}
        and {{ same('figures.region_printed', 'programmes.region_printed') }}
        and {{ same('figures.organisation_code', 'programmes.organisation_code') }}
        and {{ same('figures.organisation_name', 'programmes.organisation_name') }}
        and {{ same('figures.programme_code', 'programmes.programme_code') }}
        and {{ same('figures.programme_name', 'programmes.programme_name') }}
left join precisions
    on
        figures.landed_key = precisions.landed_key
        and {{ same('figures.sheet', 'precisions.sheet') }}
        and {{ same('figures.table_number', 'precisions.table_number') }}
        and {{ same('figures.column_number', 'precisions.column_number') }}
        and {{ same('figures.measure', 'precisions.measure') }}
        and {{ same('figures.unit_scale', 'precisions.unit_scale') }}
left join row_precisions
    on
        figures.landed_key = row_precisions.landed_key
        and {{ same('figures.sheet', 'row_precisions.sheet') }}
        and {{ same('figures.table_number', 'row_precisions.table_number') }}
        and figures.row_number = row_precisions.row_number
