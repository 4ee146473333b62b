-- Per export and step: what came in, and what of it was mapped, left unmapped, ignored by name or parked. The
-- difference must be zero. Money at landing and staging is as printed; from harmonising on it is in base units of the
-- currency.
with exports as (
    select * from {{ ref('stg_exports') }}
),

figures as (
    select landed_key, measure, amount_reported, unit_scale from {{ ref('stg_amounts') }}
    union all
    select landed_key, measure, amount_reported, unit_scale from {{ ref('stg_stated_figures') }}
),

staged as (
    select
        landed_key,
        count(*) as n_figures,
        count(case when measure = 'amount' then 1 end) as n_amounts,
        coalesce(sum(case when measure = 'amount' then amount_reported end), 0) as money,
        coalesce(sum(case when measure = 'amount' then cast(amount_reported * unit_scale as decimal(28, 4)) end), 0)
            as base_money
    from figures
    group by landed_key
),

parked as (
    select
        landed_key,
        sum(money) as money
    from {{ ref('stg_parked') }}
    group by landed_key
),

harmonised as (
    select * from {{ ref('int_reconciled_lines') }}
),

stated_figures as (
    select landed_key, count(*) as n_rows from {{ ref('fct_stated_figures') }}
    group by landed_key
),

indicators as (
    select landed_key, count(*) as n_rows from {{ ref('stg_indicators') }}
    group by landed_key
),

reports as (
    select landed_key, count(*) as n_rows from {{ ref('fct_indicators') }}
    group by landed_key
),

steps as (
    select
        exports.export_id,
        'landing' as step,
        cast(null as {{ text_type() }}) as currency,
        exports.n_cells as rows_in,
        exports.n_cells_landed as rows_mapped,
        0 as rows_unmapped,
        exports.n_cells_ignored as rows_ignored,
        exports.n_cells_parked as rows_parked,
        coalesce(exports.money_in, 0) + coalesce(exports.money_parked, 0) as money_in,
        coalesce(staged.money, 0) as money_mapped,
        0 as money_unmapped,
        coalesce(parked.money, 0) as money_parked
    from exports
    left join staged on exports.landed_key = staged.landed_key
    left join parked on exports.landed_key = parked.landed_key
    union all
    select
        exports.export_id,
        'staging' as step,
        cast(null as {{ text_type() }}) as currency,
        exports.n_amounts as rows_in,
        staged.n_figures as rows_mapped,
        0 as rows_unmapped,
        0 as rows_ignored,
        0 as rows_parked,
        exports.money_in,
        staged.money as money_mapped,
        0 as money_unmapped,
        0 as money_parked
    from exports
    left join staged on exports.landed_key = staged.landed_key
    where exports.status = 'landed'
    union all
    select
        exports.export_id,
        harmonised.step,
        harmonised.currency,
        staged.n_amounts as rows_in,
        harmonised.rows_mapped,
        harmonised.rows_unmapped,
        0 as rows_ignored,
        0 as rows_parked,
        staged.base_money as money_in,
        harmonised.money_mapped,
        harmonised.money_unmapped,
        0 as money_parked
    from harmonised
    left join exports on harmonised.landed_key = exports.landed_key
    left join staged on harmonised.landed_key = staged.landed_key
    union all
    select
        exports.export_id,
        'stated_figures' as step,
        cast(null as {{ text_type() }}) as currency,
        staged.n_figures - staged.n_amounts as rows_in,
        stated_figures.n_rows as rows_mapped,
        0 as rows_unmapped,
        0 as rows_ignored,
        0 as rows_parked,
        0 as money_in,
        0 as money_mapped,
        0 as money_unmapped,
        0 as money_parked
    from staged
    inner join exports on staged.landed_key = exports.landed_key
    left join stated_figures on staged.landed_key = stated_figures.landed_key
    where staged.n_figures > staged.n_amounts
    union all
    select
        exports.export_id,
        'indicators' as step,
        cast(null as {{ text_type() }}) as currency,
        indicators.n_rows as rows_in,
        reports.n_rows as rows_mapped,
        0 as rows_unmapped,
        0 as rows_ignored,
        0 as rows_parked,
        0 as money_in,
        0 as money_mapped,
        0 as money_unmapped,
        0 as money_parked
    from indicators
    left join exports on indicators.landed_key = exports.landed_key
    left join reports on indicators.landed_key = reports.landed_key
)

select
    export_id,
    step,
    currency,
    cast(coalesce(rows_in, 0) as bigint) as rows_in,
    cast(coalesce(rows_mapped, 0) as bigint) as rows_mapped,
    cast(rows_unmapped as bigint) as rows_unmapped,
    cast(coalesce(rows_ignored, 0) as bigint) as rows_ignored,
    cast(coalesce(rows_parked, 0) as bigint) as rows_parked,
    cast(
        coalesce(rows_in, 0)
        - coalesce(rows_mapped, 0)
        - rows_unmapped
        - coalesce(rows_ignored, 0)
        - coalesce(rows_parked, 0) as bigint
    ) as rows_difference,
    cast(coalesce(money_in, 0) as decimal(38, 4)) as money_in,
    cast(coalesce(money_mapped, 0) as decimal(38, 4)) as money_mapped,
    cast(money_unmapped as decimal(38, 4)) as money_unmapped,
    cast(money_parked as decimal(38, 4)) as money_parked,
    cast(coalesce(money_in, 0) - coalesce(money_mapped, 0) - money_unmapped - money_parked as decimal(38, 4))
        as money_difference
from steps
