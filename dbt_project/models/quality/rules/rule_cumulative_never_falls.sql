-- A figure that accumulates over the fiscal year never falls from one period to the next. Net of refunds or recoveries
-- it may; where nobody says whether it is net, a fall asks for an explanation and contradicts nothing yet.
with totals as (
    select
        contract_id,
        line_id,
        fiscal_year,
        period_end,
        currency,
        stage,
        recognition,
        landed_key,
        min(export_id) as export_id,
        min(kind) as kind,
        min(line) as line,
        min(coalesce(netting, 'unknown')) as netting,
        min(region_code) as region_code,
        min(organisation_id) as organisation_id,
        min(coalesce(item_name_printed, economic_name_printed, item_code_printed, economic_code_printed)) as label,
        min(budget_line_id) as cell,
        min(known_from) as known_from,
        sum(amount) as amount,
        sum(display_unit) * 0.5 as rounding
    from {{ ref('fct_budget_lines') }}
    where
        is_current
        and period_basis = 'cumulative'
        and row_role = 'leaf'
        and stage in ('estimated_outturn', 'flash', 'final', 'audited')
    group by contract_id, line_id, fiscal_year, period_end, currency, stage, recognition, landed_key
),

ordered as (
    select
        *,
        row_number() over (
            partition by contract_id, line_id, fiscal_year, currency, stage, recognition, period_end
            order by known_from desc, landed_key
        ) as recency
    from totals
),

steps as (
    select
        *,
        lag(amount) over series as previous_amount,
        lag(rounding) over series as previous_rounding,
        lag(period_end) over series as previous_period_end,
        lag(cell) over series as previous_cell,
        lag(export_id) over series as other_export_id
    from ordered
    where recency = 1
    window series as (partition by contract_id, line_id, fiscal_year, currency, stage, recognition order by period_end)
),

ranked as (
    select
        *,
        count(*) over year_line as n_periods,
        count(case when amount is not null and previous_amount is not null then 1 end) over year_line as n_steps,
        min(amount) over year_line as lowest,
        row_number() over (
            partition by contract_id, line_id, fiscal_year, currency, stage, recognition
            order by coalesce(previous_amount - amount - rounding - previous_rounding, -1e27) desc, period_end
        ) as place
    from steps
    window year_line as (partition by contract_id, line_id, fiscal_year, currency, stage, recognition)
),

judged as (
    select
        *,
        amount as observed,
        previous_amount as expected,
        rounding + previous_rounding as tolerance,
        amount - previous_amount as difference_money,
        case
            when n_periods = 1 or kind = 'balance' or line = 'financing' or lowest < 0 then 'not_applicable'
            when netting in ('net_of_refunds', 'net_of_recoveries') then 'not_applicable'
            when n_steps = 0 then 'no_data'
            when previous_amount - amount > rounding + previous_rounding then 'fail'
            else 'pass'
        end as status
    from ranked
    where place = 1
),

results as (
    select
        judged.*,
        case when judged.netting = 'unknown' then 'warning' end as severity_here,
        {{ hash_id(['contract_id', 'line_id', 'fiscal_year', 'currency', 'stage', 'recognition']) }} as subject_id,
        judged.region_code || ' ' || judged.fiscal_year || ' ' || coalesce(judged.label, '') as subject,
        {{ say_by_status({
            'fail': 'The cumulative figure is <$observed> at <period_end>, below the <$expected> already reached at <previous_period_end>.',
            'no_data': 'No two periods of the year state an amount.',
            'not_applicable': 'A single period, or a net flow (balances, financing, net of refunds, negative figures), which may fall.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '截至<period_end>累计数为<$observed>，低于截至<previous_period_end>的<$expected>。',
            'no_data': '全年没有两期均有数。',
            'not_applicable': '全年只有一期，或属可升可降的净额（结余、融资、扣除退库、负数）。',
        }) }} as sentence_zh,
        {{ json_list(['judged.previous_cell', 'judged.cell']) }} as cells,
        {{ alternatives([
            ('a refund or a correction booked in the later period', '后期发生退款或更正'),
            ('money moved to another line by reclassification', '科目调整，金额转入其他科目'),
        ]) }}
    from judged
)

select
    {{ rule_columns('cumulative_never_falls', 'severity_here') }}
from results
