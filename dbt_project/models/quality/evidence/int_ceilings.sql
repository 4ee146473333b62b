-- The lines of fct_execution at the level at which their authorised amount binds: the printed line, unless the contract
-- names another level (`ceiling`), as the last known period of the year shows them.
{{ config(materialized='table') }}

with lines as (
    select
        *,
        row_number()
            over (partition by reporter, line_id, fiscal_year, comparison, currency order by period_end desc)
            as place
    from {{ ref('fct_execution') }}
    where executed is not null
),

exports as (
    select
        export_id,
        cast({{ json_text('contract_json', '$.ceiling.item_digits') }} as int) as item_digits,
        cast({{ json_text('contract_json', '$.ceiling.economic_digits') }} as int) as economic_digits,
        {{ json_text('contract_json', '$.ceiling.accounts') }} as accounts
    from {{ ref('dim_exports') }}
),

items as (
    select
        item_id,
        item_code,
        coalesce(name_local, item_code) as label
    from {{ ref('dim_items') }}
),

levelled as (
    select
        lines.*,
        coalesce(exports.item_digits, exports.economic_digits) is not null as is_grouped,
        substr(items.item_code, 1, coalesce(exports.item_digits, 0)) as item_level,
        substr(economic.item_code, 1, coalesce(exports.economic_digits, 0)) as economic_level,
        coalesce(exports.accounts, '[]') = '[]' or exports.accounts like '%"' || lines.account || '"%' as has_ceiling,
        concat_ws(' ', items.label, economic.label) as label
    from lines
    left join exports on coalesce(lines.budget_export_id, lines.executed_export_id) = exports.export_id
    left join items on lines.item_id = items.item_id
    left join items as economic on lines.economic_item_id = economic.item_id
    where lines.place = 1
)

select
    *,  -- noqa: AM04
    case
        when
            is_grouped
            then {{ hash_id(['reporter', 'kind', 'region_code', 'account', 'item_level', 'economic_level']) }}
        else line_id
    end as level_id,
    case
        when is_grouped
            then concat_ws(
                ', ',
                'functional codes ' || nullif(item_level, '') || '…',
                'economic codes ' || nullif(economic_level, '') || '…'
            )
        else label
    end as level_label
from levelled
