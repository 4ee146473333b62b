-- A unit cost that in other years is the money divided by an output of its programme is so this year too.
with pairs as (
    select *
    from {{ ref('int_unit_cost_pairs') }}
    qualify row_number() over (partition by indicator_report_id order by n_usual desc, output_report_id) = 1
),

habits as (
    select
        *,
        avg(case when is_usual then 1.0 else 0.0 end) over (partition by contract_id) as share_usual
    from pairs
),

judged as (
    select
        facts.*,
        habits.output_report_id,
        habits.output_name,
        habits.output_value,
        habits.n_usual,
        facts.actual_value as observed,
        cast(facts.actual_value * habits.usual_share / habits.share_of_money as decimal(28, 6)) as expected,
        cast(facts.actual_value * habits.tolerance as decimal(28, 6)) as tolerance,
        -- Whichever of the two is further from its own history.
        case
            when abs(coalesce(costs.z_own, 0)) > abs(coalesce(outputs.z_own, 0)) then facts.indicator_report_id
            else habits.output_report_id
        end as doubtful_report_id,
        case
            when habits.output_report_id is null then 'not_applicable'
            when habits.n_years < 4 then 'no_data'
            -- Three years that agree to the digit, and no more than this one that does not, where most costs are worked out so.
            when habits.n_usual < greatest(3, habits.n_years - 1) or habits.share_usual < 0.5 then 'not_applicable'
            when habits.is_usual then 'pass'
            else 'fail'
        end as status
    from {{ ref('int_indicator_facts') }} as facts
    left join habits on facts.indicator_report_id = habits.indicator_report_id
    left join {{ ref('int_indicator_forecasts') }} as costs on facts.indicator_report_id = costs.indicator_report_id
    left join {{ ref('int_indicator_forecasts') }} as outputs on habits.output_report_id = outputs.indicator_report_id
    where facts.nature = 'cost' and facts.is_series and not facts.is_share
)

select
    {{ indicator_rule_columns(
        'unit_cost_arithmetic',
        en='<$observed> is stated for each piece, but the money spent and <output_name> (<$output_value>) make <$expected>; in <n_usual> other years they agree to the digit.',
        zh='所列单位成本为<$observed>，而按执行数与<output_name>（<$output_value>）计算为<$expected>；其余<n_usual>年两者完全相符。',
        pairs=[
            ('the unit cost is that of the contract, not of this year', '单位成本为合同价，非当年实际'),
            ('part of the money was spent on something else this year', '当年部分资金用于其他内容'),
        ],
        cells=['indicator_report_id', 'output_report_id'],
        strength='0.9',
        about='doubtful_report_id'
    ) }}
from judged
