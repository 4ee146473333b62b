-- How often the outputs of a publisher's table and the money behind them move the same way, a row a table. Where that is
-- little more than a coin, money can't contradict an output.
{{ config(materialized='view') }}
with moves as (
    select
        contract_id,
        {% for value in ['actual_value', 'executed'] %}
        ln(cast({{ value }} as double)) - median(ln(cast({{ value }} as double))) over (partition by indicator_id) as {{ value }}_move,
        {% endfor %}
        count(*) over (partition by indicator_id) as n_years
    from {{ ref('int_indicator_facts') }}
    where
        is_series and direction = 'higher' and not is_share and nature not in ('cost', 'satisfaction', 'timeliness', 'execution')
        and coalesce(period_months, 12) = 12 and actual_value > 0 and executed > 0
)

select
    contract_id,
    count(*) as n_moves,
    avg(case when (actual_value_move > 0) = (executed_move > 0) then 1.0 else 0.0 end) as share_together
from moves
where n_years >= 4 and abs(actual_value_move) > 0.02 and abs(executed_move) > 0.02
group by contract_id
