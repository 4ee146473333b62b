-- The different item labels that were printed, with the key under which a line is recognised elsewhere. The period
-- matters only where the contract names no edition.
with figures as (
    select
        item_system,
        item_edition,
        item_code,
        item_name,
        economic_system,
        economic_edition,
        economic_code,
        economic_name,
        period_end
    from {{ ref('stg_amounts') }}
    union all
    select
        item_system,
        item_edition,
        item_code,
        item_name,
        economic_system,
        economic_edition,
        economic_code,
        economic_name,
        period_end
    from {{ ref('stg_stated_figures') }}
),

printed as (
    select distinct
        item_system as system,
        item_edition as edition_declared,
        item_code as code,
        item_name as label,
        case when item_edition is null then period_end end as period_end
    from figures
    union
    select distinct
        economic_system as system,
        economic_edition as edition_declared,
        economic_code as code,
        economic_name as label,
        case when economic_edition is null then period_end end as period_end
    from figures
)

select
    *,
    {{ hash_id(['system', 'edition_declared', 'code', 'label', 'period_end']) }} as label_id,
    nullif(trim(code), '') as code_key,
    {{ label_key('label') }} as label_key,
    {{ line_key('code', 'label') }} as line_key,
    coalesce(try_cast(edition_declared as date), period_end) as reference_date
from printed
