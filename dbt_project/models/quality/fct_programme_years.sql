-- Programme and year on one row, for each body that carries it (int_programme_carriers): money on one side, targets and
-- results on the other. What has only one side is an orphan, where anybody of the region and year reports the other side.
with joined as (
    select
        coalesce(money.programme_id, results.programme_id) as programme_id,
        coalesce(money.organisation_id, results.organisation_id) as organisation_id,
        coalesce(money.fiscal_year, results.fiscal_year) as fiscal_year,
        money.currency, money.adopted,
        coalesce(money.budget, results.budget) as budget,
        coalesce(money.executed, results.executed) as executed,
        results.export_id, results.period_end,
        coalesce(results.n_indicators, 0) as n_indicators,
        coalesce(money.budget, money.executed, results.budget, results.executed) is not null as has_money
    from {{ ref('int_programme_money') }} as money
    full outer join {{ ref('int_programme_results') }} as results
        on
            money.programme_id = results.programme_id
            and {{ same('money.organisation_id', 'results.organisation_id') }}
            and money.fiscal_year = results.fiscal_year
),

reached as (
    -- What several organisations carry has a row for each.
    select
        attained.programme_id, {{ carrier_of('attained') }} as organisation_id, fiscal_year, export_id, period_end,
        cast(sum(n_targets) as bigint) as n_targets, cast(sum(n_met) as bigint) as n_met,
        cast(sum(n_outputs) as bigint) as n_outputs,
        sum(output_reached * n_outputs) / nullif(sum(n_outputs), 0) as outputs_share
    from {{ ref('int_programme_attainment') }} as attained
    inner join {{ ref('int_programme_carriers') }} as carriers on attained.programme_id = carriers.programme_id
    group by attained.programme_id, {{ carrier_of('attained') }}, fiscal_year, export_id, period_end
),

placed as (
    select
        joined.*,
        programmes.region_code, names.programme_name,
        reached.n_targets, reached.n_met, reached.n_outputs, reached.outputs_share,
        max(joined.n_indicators) over by_region > 0 as are_results_held,
        max(case when joined.has_money then 1 else 0 end) over by_region > 0 as is_money_held
    from joined
    left join {{ ref('dim_programmes') }} as programmes on joined.programme_id = programmes.programme_id
    left join {{ ref('dim_programme_names') }} as names
        on joined.programme_id = names.programme_id and {{ same('joined.organisation_id', 'names.organisation_id') }}
    left join reached
        on
            joined.programme_id = reached.programme_id and {{ same('joined.organisation_id', 'reached.organisation_id') }}
            and joined.fiscal_year = reached.fiscal_year
            and joined.export_id = reached.export_id
            and {{ same('joined.period_end', 'reached.period_end') }}
    window by_region as (partition by programmes.region_code, joined.fiscal_year)
)

select
    programme_id, fiscal_year, region_code, organisation_id, programme_name, currency, adopted, budget, executed,
    n_indicators, n_targets, n_met, n_outputs, outputs_share,
    cast(executed as double) / nullif(cast(budget as double), 0) as execution_ratio,
    case
        when has_money and n_indicators > 0 then 'both'
        when has_money then case when are_results_held then 'money_without_targets' else 'results_not_held' end
        when is_money_held then 'targets_without_money'
        else 'money_not_held'
    end as sides
from placed
