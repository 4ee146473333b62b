-- Months and cumulative figures out of each other (X02, X03), with their proof; a step that is no month says why.

-- Months out of cumulative figures (X02), one row per line, series and period. A series is one line of one contract in one fiscal year,
-- stage and recognition, in the current versions; across editions of the code book no month is taken. `month_amount` is empty where the
-- step is no single month; `step_amount` and `step_months` then say what is known. `recumulated` adds the steps up again; `is_proven`
-- says that this gives the cumulative figure back. `printed_month` is the month the publisher prints itself, where one is printed.
create or replace view marts.fct_monthly as
with lines as (
    select
        contract_id, source_role, kind, line_id, region_code, fiscal_year, stage, recognition, comparison, currency, item_id,
        economic_item_id, scope, account, line, netting, period_basis, period_end, period_months, landed_key,
        min(export_id) as export_id,
        min(known_from) as known_from,
        min(caliber_id) as caliber_id,
        min(budget_line_id) as budget_line_id,
        count(distinct column_number) as n_columns,
        case when count(amount) = count(*) then sum(amount) end as amount,
        sum(display_unit) / 2 as rounding
    from marts.fct_budget_lines
    where is_current and row_role = 'leaf' and period_basis in ('cumulative', 'month')
    group by all
),
-- Of several deliveries for one period the last one speaks.
latest as (
    select
        lines.*,
        export.version_number > 1 as is_restated,
        count(*) over statements as n_statements
    from lines
    left join marts.dim_exports as export on lines.export_id = export.export_id
    window statements as (
        partition by lines.contract_id, lines.line_id, lines.fiscal_year, lines.stage, lines.recognition, lines.comparison, lines.currency,
        lines.period_basis, lines.period_end
    )
    qualify row_number() over (statements order by lines.known_from desc, lines.landed_key) = 1
),
cumulative as (
    select
        * exclude (amount),
        amount as printed_amount,
        case when n_columns = 1 and period_months <= 12 then amount end as amount
    from latest
    where period_basis = 'cumulative'
),
paired as (
    select
        *,
        lag(amount ignore nulls) over series as previous_amount,
        lag(case when amount is not null then period_months end ignore nulls) over series as previous_months,
        lag(case when amount is not null then rounding end ignore nulls) over series as previous_rounding,
        lag(case when amount is not null then is_restated end ignore nulls) over series as previous_restated,
        lag(case when amount is not null then concat_ws('|', item_id, economic_item_id) end ignore nulls) over series as previous_items
    from cumulative
    window series as (
        partition by contract_id, line_id, fiscal_year, stage, recognition, comparison, currency order by period_end
    )
),
stepped as (
    select
        *,
        amount - coalesce(previous_amount, 0) as step,
        period_months - coalesce(previous_months, 0) as step_months,
        kind = 'balance' or coalesce(line, '') = 'financing' or coalesce(netting, '') in ('net_of_refunds', 'net_of_recoveries')
            as may_fall
    from paired
),
measured as (
    select
        *,
        max(step) over (
            partition by contract_id, line_id, fiscal_year, stage, recognition, comparison, currency
            order by period_end rows between unbounded preceding and 1 preceding
        ) as largest_step,
        coalesce(amount < previous_amount - rounding - coalesce(previous_rounding, 0), false) as falls
    from stepped
),
flagged as (
    select
        *,
        case
            when period_months > 12 or (n_columns > 1 and period_months = 12) then 'thirteenth_period'
            when n_columns > 1 then 'stated_twice'
            when amount is null then 'no_amount'
            when previous_months is null and period_months = 1 then 'ok'
            when previous_months is null and period_months = 2 then 'missing_january'
            when step_months <> 1 then 'gap'
            when concat_ws('|', item_id, economic_item_id) <> previous_items then 'edition_changed'
            when falls and may_fall then 'negative_flow'
            -- Down to what one period brought before: the counter began anew.
            when falls and amount >= 0 and amount <= largest_step then 'reset'
            when falls then 'revision'
            when is_restated is distinct from coalesce(previous_restated, is_restated) then 'restated'
            else 'ok'
        end as flag
    from measured
),
runs as (
    select
        *,
        count(case when flag = 'reset' then 1 end) over (
            partition by contract_id, line_id, fiscal_year, stage, recognition, comparison, currency
            order by period_end rows between unbounded preceding and current row
        ) as n_resets
    from flagged
),
derived as (
    select
        *,
        case when flag = 'reset' then amount when amount is not null then marts.x02(amount, coalesce(previous_amount, 0)) end as step_amount
    from runs
),
proven as (
    select
        *,
        sum(step_amount) over (
            partition by contract_id, line_id, fiscal_year, stage, recognition, comparison, currency, n_resets
            order by period_end rows between unbounded preceding and current row
        ) as recumulated
    from derived
)
select
    proven.contract_id,
    proven.source_role,
    proven.export_id,
    proven.budget_line_id,
    proven.line_id,
    proven.kind,
    proven.region_code,
    proven.fiscal_year,
    proven.stage,
    proven.recognition,
    proven.scope,
    proven.account,
    proven.comparison,
    proven.currency,
    proven.item_id,
    proven.economic_item_id,
    proven.caliber_id,
    proven.period_end,
    proven.period_months,
    proven.printed_amount as cumulative_amount,
    case when proven.flag not in ('reset', 'no_amount') then proven.step_amount end as step_amount,
    case when proven.amount is not null and proven.flag <> 'reset' then proven.step_months end as step_months,
    case when proven.flag in ('ok', 'negative_flow', 'revision', 'restated') then proven.step_amount end as month_amount,
    proven.flag,
    case when proven.amount is not null then 'X02' end as rule_id,
    proven.rounding + coalesce(proven.previous_rounding, 0) as month_rounding,
    proven.recumulated,
    proven.recumulated = proven.amount as is_proven,
    month.amount as printed_month
from proven
left join latest as month
    on
        month.period_basis = 'month'
        and proven.contract_id = month.contract_id
        and proven.line_id = month.line_id
        and proven.fiscal_year = month.fiscal_year
        and proven.period_end = month.period_end
        and proven.stage is not distinct from month.stage
        and proven.recognition is not distinct from month.recognition
        and proven.comparison is not distinct from month.comparison
        and proven.currency is not distinct from month.currency;

-- Cumulative figures out of printed months (X03) or quarters (X57): null from the first missing one on, because the sum is unknown then. Where the fiscal year
-- begins is known from a yearly or cumulative figure of the same contract; without one no month is the first.
create or replace view marts.fct_cumulated as
with months as (
    select
        contract_id, line_id, kind, region_code, fiscal_year, stage, recognition, comparison, currency, item_id, economic_item_id,
        period_basis, period_end,
        any_value(period_months) as period_months,
        count(distinct landed_key) as n_statements,
        case when count(amount) = count(*) and count(distinct landed_key) = 1 then sum(amount) end as month_amount
    from marts.fct_budget_lines
    where is_current and row_role = 'leaf' and period_basis in ('month', 'quarter')
    group by all
),
starts as (
    select
        contract_id,
        fiscal_year,
        min(date_trunc('month', period_end) - to_months(period_months - 1)) as first_month
    from marts.fct_budget_lines
    where period_basis in ('cumulative', 'year') and period_months is not null
    group by contract_id, fiscal_year
),
counted as (
    select
        months.*,
        datediff('month', starts.first_month, months.period_end) + 1 as n_due,
        sum(case when months.month_amount is not null then months.period_months end) over series as n_known,
        sum(months.month_amount) over series as added,
        min(concat_ws('|', months.item_id, months.economic_item_id)) over series
        <> max(concat_ws('|', months.item_id, months.economic_item_id)) over series as is_of_two_editions
    from months
    left join starts on months.contract_id = starts.contract_id and months.fiscal_year = starts.fiscal_year
    window series as (
        partition by
            months.contract_id, months.line_id, months.fiscal_year, months.stage, months.recognition, months.comparison, months.currency,
            months.period_basis
        order by months.period_end rows between unbounded preceding and current row
    )
)
select
    * exclude (n_due, n_known, added, n_statements, is_of_two_editions, period_months),
    case when n_known = n_due and not is_of_two_editions then added end as cumulative_amount,
    case
        when n_due is null then 'start_unknown'
        when n_statements > 1 then 'stated_twice'
        when coalesce(n_known, 0) < n_due then 'missing_month'
        when is_of_two_editions then 'edition_changed'
        else 'ok'
    end as flag,
    case period_basis when 'month' then 'X03' else 'X57' end as rule_id
from counted;
