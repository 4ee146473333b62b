-- What only many figures of one reporter show, a row a reporter and year: how far its figures lie above what money and
-- registers bear out, how one-sided its revisions were, how round its counts are; each against all reporters of the year.
with facts as (
    select
        facts.*,
        -- Of two years one is always above the other, and a count of a few does not move with money.
        case when forecasts.n_own >= 2 and facts.actual_value >= 10 then {{ bounded_deviation('-forecasts.z_cost') }} end as above_money,
        {{ bounded_deviation('forecasts.z_register') }} as above_register,
        case when facts.direction = 'lower' then -1 else 1 end
        * case when forecasts.n_own >= 2 then {{ bounded_deviation('forecasts.z_own') }} end as above_history
    from {{ ref('int_indicator_facts') }} as facts
    left join {{ ref('int_indicator_forecasts') }} as forecasts on facts.indicator_report_id = forecasts.indicator_report_id
    where facts.is_series and facts.organisation_id is not null and coalesce(facts.period_months, 12) = 12
),

revisions as (
    select
        organisation_id,
        fiscal_year,
        sum(case when (last_value > first_value) = (direction <> 'lower') then 1 else 0 end) as n_better,
        count(*) as n_revised
    from {{ ref('int_superseded_reports') }}
    where last_value <> first_value
    group by organisation_id, fiscal_year
),

reporters as (
    select
        organisation_id,
        fiscal_year,
        min(region_code) as region_code,
        min(organisation_name) as organisation_name,
        min(export_id) as export_id,
        max(period_end) as period_end,
        count(*) as n_reports,
        -- Growth that money and registers follow is growth: only what they do not bear out counts, and shares, which no
        -- money moves.
        count(above_register) + count(case when not is_share and nature <> 'cost' then above_money end) as n_borne,
        avg(case when not is_share and nature <> 'cost' then above_money end) as over_money,
        avg(above_register) as over_register,
        avg(case when is_share and direction = 'higher' then above_history end) as over_shares,
        sum(case when not is_share and actual_value >= 100 then 1 else 0 end) as n_counts,
        sum(case when not is_share and actual_value >= 100 and actual_value % 10 = 0 then 1 else 0 end) as n_round
    from facts
    group by organisation_id, fiscal_year
),

{% set parts = ['over_money', 'over_register', 'over_shares'] %}
centred as (
    select
        *,
        {% for part in parts %}
        {{ part }} - median({{ part }}) over (partition by fiscal_year) as {{ part }}_gap,
        {% endfor %}
        sum(n_round) over (partition by fiscal_year) / nullif(cast(sum(n_counts) over (partition by fiscal_year) as double), 0)
            as usual_round,
        count(case when n_borne >= 6 then 1 end) over (partition by fiscal_year) as n_reporters
    from reporters
),

-- Each part in units of how much reporters differ in it.
spread as (
    select
        *,
        {% for part in parts %}
        {{ part }}_gap
        / greatest(1.4826 * median(abs({{ part }}_gap)) over (partition by fiscal_year), 0.05) as {{ part }}_z{{ ',' if not loop.last }}
        {% endfor %}
    from centred
)

select
    spread.*,  -- noqa: AM04
    coalesce(revisions.n_revised, 0) as n_revised,
    coalesce(revisions.n_better, 0) as n_better,
    case when spread.n_borne >= 6 and spread.n_reporters >= 20
        then (coalesce(over_money_z, 0) + coalesce(over_register_z, 0) + coalesce(over_shares_z, 0)) / sqrt(3.0) end as z_excess,
    -- Better as often as worse is a coin; a small number of tosses says little.
    case when revisions.n_revised >= 5
        then (2 * revisions.n_better - revisions.n_revised) / sqrt(cast(revisions.n_revised as double)) end as z_revisions,
    case when spread.n_counts >= 6 and spread.n_reporters >= 20
        then (spread.n_round - spread.n_counts * spread.usual_round)
            / sqrt(greatest(spread.n_counts * spread.usual_round * (1 - spread.usual_round), 0.25)) end as z_round
from spread
left join revisions
    on spread.organisation_id = revisions.organisation_id and spread.fiscal_year = revisions.fiscal_year
