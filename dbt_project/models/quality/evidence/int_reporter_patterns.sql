-- What only many figures of one reporter show, a row a reporter and year: how far they look raised together, how one-sided
-- its revisions were, how round its counts are; each against all reporters of the year.
with facts as (
    select
        facts.*,
        forecasts.raised,
        forecasts.lowered,
        forecasts.raised_by_chance
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
    where last_value <> first_value and direction <> 'neither'
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
        -- Figures with money or a register. What each of them says adds up, in units of what chance makes of so many.
        count(raised) as n_borne,
        {% for side, sign in [('excess', 'raised'), ('shortfall', 'lowered')] %}
        sum({{ sign }}) / nullif(sqrt(sum(raised_by_chance)), 0) as {{ side }},
        max({{ sign }}) / nullif(sqrt(sum(raised_by_chance)), 0) as {{ side }}_of_strongest,
        {% endfor %}
        sum(case when not is_share and actual_value >= 100 then 1 else 0 end) as n_counts,
        sum(case when not is_share and actual_value >= 100 and actual_value % 10 = 0 then 1 else 0 end) as n_round
    from facts
    group by organisation_id, fiscal_year
),

{% set sides = ['excess', 'shortfall'] %}
centred as (
    select
        *,
        {% for side in sides %}
        {{ side }} - median({{ side }}) over (partition by fiscal_year) as {{ side }}_gap,
        {% endfor %}
        sum(n_round) over (partition by fiscal_year) / nullif(cast(sum(n_counts) over (partition by fiscal_year) as double), 0)
            as usual_round,
        count(case when n_borne >= 6 then 1 end) over (partition by fiscal_year) as n_reporters
    from reporters
),

-- Whatever else moves the figures of a reporter together makes reporters differ by more than chance; never by less.
spread as (
    select
        *,
        {% for side in sides %}
        greatest(1.4826 * median(abs({{ side }}_gap)) over (partition by fiscal_year), 1) as {{ side }}_spread,
        {% endfor %}
        n_borne >= 6 and n_reporters >= 20 as is_comparable
    from centred
)

select
    spread.*,  -- noqa: AM04
    coalesce(revisions.n_revised, 0) as n_revised,
    coalesce(revisions.n_better, 0) as n_better,
    -- A shortfall is an excess with all evidence turned round: what chance alone finds.
    {% for side in sides %}
    case when spread.is_comparable then spread.{{ side }}_gap / spread.{{ side }}_spread end as z_{{ side }},
    -- Without its strongest figure, because a single one is no pattern.
    case when spread.is_comparable then (spread.{{ side }}_gap - spread.{{ side }}_of_strongest) / spread.{{ side }}_spread end
        as z_{{ side }}_of_rest,
    {% endfor %}
    -- Better as often as worse is a coin; a small number of tosses says little.
    case when revisions.n_revised >= 5
        then (2 * revisions.n_better - revisions.n_revised) / sqrt(cast(revisions.n_revised as double)) end as z_revisions,
    case when spread.n_counts >= 6 and spread.n_reporters >= 20
        then (spread.n_round - spread.n_counts * spread.usual_round)
            / sqrt(greatest(spread.n_counts * spread.usual_round * (1 - spread.usual_round), 0.25)) end as z_round
from spread
left join revisions
    on spread.organisation_id = revisions.organisation_id and spread.fiscal_year = revisions.fiscal_year
