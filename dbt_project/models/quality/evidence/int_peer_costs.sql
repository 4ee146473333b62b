-- What a piece of output costs (or is stated to cost) beside all others of its kind in that year: on the logarithmic scale, with
-- the middle and the robust spread of the peers.
{{ config(materialized='view') }}
{% set kind = ['peer_key', 'fiscal_year', 'period_end'] %}
with levels as (
    select
        indicator_report_id,
        organisation_id,
        {{ kind | join(', ') }},
        case
            when nature = 'cost' then ln(cast(actual_value as double))
            else ln(cast(executed as double) / cast(actual_value as double))
        end as cost
    from {{ ref('int_indicator_facts') }}
    where
        is_series and not is_share and actual_value > 0 and nature not in ('satisfaction', 'timeliness', 'execution')
        and direction <> 'neither' and (nature = 'cost' or (executed > 0 and direction = 'higher'))
),

middles as (
    select
        {{ kind | join(', ') }},
        count(*) as n_peers,
        count(distinct organisation_id) as n_reporters,
        median(cost) as usual_cost
    from levels
    group by {{ kind | join(', ') }}
    having count(*) >= 12
),

distances as (
    select
        levels.indicator_report_id,
        {% for column in kind %}
        levels.{{ column }},
        {% endfor %}
        levels.cost,
        middles.n_peers - 1 as n_peers,
        middles.n_reporters,
        middles.usual_cost
    from levels
    inner join middles
        on
            levels.peer_key = middles.peer_key
            and levels.fiscal_year = middles.fiscal_year
            and {{ same('levels.period_end', 'middles.period_end') }}
),

spreads as (
    select
        {{ kind | join(', ') }},
        1.4826 * median(abs(cost - usual_cost)) as spread
    from distances
    group by {{ kind | join(', ') }}
)

select
    distances.indicator_report_id,
    distances.n_peers,
    distances.n_reporters,
    exp(distances.cost) as cost,
    exp(distances.usual_cost) as usual_cost,
    -- Peers that agree to a tenth are no reason to call a fifth unusual.
    round((distances.cost - distances.usual_cost) / greatest(spreads.spread, 0.1), 6) as z_peers
from distances
inner join spreads
    on
        distances.peer_key = spreads.peer_key
        and distances.fiscal_year = spreads.fiscal_year
        and {{ same('distances.period_end', 'spreads.period_end') }}
