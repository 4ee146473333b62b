-- The different item labels that were printed, with the row above them where they are words only, and the key under
-- which a line is recognised elsewhere. The period matters only where the contract names no edition.
{%- set columns = ['landed_key', 'sheet', 'table_number', 'row_number', 'item_system', 'item_edition', 'item_code',
    'item_name', 'economic_system', 'economic_edition', 'economic_code', 'economic_name', 'period_end'] %}
with figures as (
    select {{ columns | join(', ') }} from {{ ref('stg_amounts') }}
    union all
    select {{ columns | join(', ') }} from {{ ref('stg_stated_figures') }}
),

printed as (
    select distinct
        figures.item_system as system,
        figures.item_edition as edition_declared,
        figures.item_code as code,
        figures.item_name as label,
        case when figures.item_edition is null then figures.period_end end as period_end,
        row_parents.parent_key
    from figures
    left join {{ ref('int_row_parents') }} as row_parents
        on
            figures.item_code is null
            and figures.landed_key = row_parents.landed_key
            and {{ same('figures.sheet', 'row_parents.sheet') }}
            and {{ same('figures.table_number', 'row_parents.table_number') }}
            and figures.row_number = row_parents.row_number
    union
    select distinct
        economic_system as system,
        economic_edition as edition_declared,
        economic_code as code,
        economic_name as label,
        case when economic_edition is null then period_end end as period_end,
        cast(null as {{ text_type() }}) as parent_key
    from figures
)

select
    *,
    {{ hash_id(['system', 'edition_declared', 'code', 'label', 'period_end', 'parent_key']) }} as label_id,
    nullif(trim(code), '') as code_key,
    {{ label_key('label') }} as label_key,
    {{ line_key('code', 'label') }} as line_key,
    coalesce(try_cast(edition_declared as date), period_end) as reference_date
from printed
