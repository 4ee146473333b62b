-- Quantities derived from what was reported, by named rules, with their proof; what may not be derived says why.

-- Months out of cumulative figures (X02), one row per line, series and period. A series is one line of one contract in one fiscal year,
-- stage and recognition, in the current versions; across editions of the code book no month is taken. `month_amount` is empty where the step is no single month;
-- `step_amount` and `step_months` then say what is known. `recumulated` adds the steps up again; `is_proven` says that this gives the
-- cumulative figure back. `printed_month` is the month the publisher prints itself, where one is printed.
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

-- Cumulative figures out of printed months (X03): null from the first missing month on, because the sum is unknown then. Where the fiscal year
-- begins is known from a yearly or cumulative figure of the same contract; without one no month is the first.
create or replace view marts.fct_cumulated as
with months as (
    select
        contract_id, line_id, kind, region_code, fiscal_year, stage, recognition, comparison, currency, item_id, economic_item_id,
        period_end,
        count(distinct landed_key) as n_statements,
        case when count(amount) = count(*) and count(distinct landed_key) = 1 then sum(amount) end as month_amount
    from marts.fct_budget_lines
    where is_current and row_role = 'leaf' and period_basis = 'month'
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
        count(months.month_amount) over series as n_known,
        sum(months.month_amount) over series as added,
        min(concat_ws('|', months.item_id, months.economic_item_id)) over series
        <> max(concat_ws('|', months.item_id, months.economic_item_id)) over series as is_of_two_editions
    from months
    left join starts on months.contract_id = starts.contract_id and months.fiscal_year = starts.fiscal_year
    window series as (
        partition by
            months.contract_id, months.line_id, months.fiscal_year, months.stage, months.recognition, months.comparison, months.currency
        order by months.period_end rows between unbounded preceding and current row
    )
)
select
    * exclude (n_due, n_known, added, n_statements, is_of_two_editions),
    case when n_known = n_due and not is_of_two_editions then added end as cumulative_amount,
    case
        when n_due is null then 'start_unknown'
        when n_statements > 1 then 'stated_twice'
        when n_known < n_due then 'missing_month'
        when is_of_two_editions then 'edition_changed'
        else 'ok'
    end as flag,
    'X03' as rule_id
from counted;

-- Stated growth beside the growth of the published figures, and which side was restated. base_restated: X06 gives the restated base and what
-- moved; current_adjusted: X07 gives the adjusted value and what was added; a side nobody names gives no number.
create or replace view marts.growth_bridges as
with figures as (
    select *
    from marts.fct_stated_figures
    where is_current and measure = 'growth'
),
amounts as (
    select
        contract_id, export_id, line_id, row_role, fiscal_year, period_end, stage, recognition, currency,
        case when count(amount) = count(*) then sum(amount) end as amount,
        sum(display_unit) / 2 as rounding,
        min(known_from) as known_from
    from marts.fct_budget_lines
    where is_current
    group by all
),
paired as (
    select
        figures.*,
        this_year.amount as current_amount,
        this_year.rounding as current_rounding,
        base.amount as published_base,
        base.rounding as base_rounding,
        power(10, -coalesce(figures.printed_decimals, 0)) / 2 as half_digit
    from figures
    left join amounts as this_year
        on
            figures.contract_id = this_year.contract_id
            and figures.export_id = this_year.export_id
            and figures.line_id = this_year.line_id
            and figures.row_role = this_year.row_role
            and figures.fiscal_year = this_year.fiscal_year
            and figures.period_end is not distinct from this_year.period_end
            and coalesce(figures.numerator_stage, figures.stage) = this_year.stage
    left join amounts as base
        on
            this_year.contract_id = base.contract_id
            and this_year.line_id = base.line_id
            and this_year.row_role = base.row_role
            and this_year.fiscal_year = base.fiscal_year + 1
            and this_year.period_end = base.period_end + interval 1 year
            and this_year.stage = base.stage
            and this_year.recognition is not distinct from base.recognition
            and this_year.currency is not distinct from base.currency
    -- The base as it was published on its own comes before one printed beside the new figure.
    qualify row_number() over (partition by figures.stated_figure_id order by base.known_from, base.export_id) = 1
),
bridged as (
    select
        *,
        case comparison when 'natural' then 'none' when 'base_restated' then 'base' when 'current_adjusted' then 'current' else 'unknown' end
            as restated_side,
        case comparison
            when 'base_restated' then marts.x06(current_amount, stated_percent, half_digit, current_rounding)
            when 'current_adjusted' then marts.x07(published_base, stated_percent, half_digit, base_rounding)
        end as restated
    from paired
)
select
    stated_figure_id,
    contract_id,
    export_id,
    line_id,
    region_code,
    fiscal_year,
    row_role,
    comparison,
    restated_side,
    stated_percent,
    current_amount,
    published_base,
    case
        when published_base <> 0
            then cast(100 * (cast(current_amount as double) / cast(published_base as double) - 1) as decimal(28, 6))
    end as natural_percent,
    restated[1] as restated_low,
    restated[2] as restated_amount,
    restated[3] as restated_high,
    cast(restated[2] - case restated_side when 'base' then published_base when 'current' then current_amount end as decimal(28, 4))
        as moved_amount,
    case
        when restated_side = 'unknown' then 'refused: nobody says which side was restated (SIDE_UNKNOWN)'
        when current_amount is null or published_base is null then 'no data: ' || case
            when current_amount is null then 'the amount behind the growth is not in the book'
            else 'the value of the year before is not in the book'
        end
        when restated_side = 'none' then 'as published'
        when restated_side = 'base' then 'X06: the base was restated'
        else 'X07: the current value was adjusted'
    end as bridge
from bridged;

-- Own tier and lower tiers against the whole territory (X12), one row per region, year and caliber. Only flows that no tier passes to another
-- are added: own revenue, and expenditure on items that are no transfers; what is left out is said. No sum where a lower tier is missing.
create or replace macro marts.own_and_lower_tiers(wanted_kind, wanted_stage, wanted_account := 'general') as table
with flows as (
    select
        region_code, scope, fiscal_year, period_end, recognition, netting, currency,
        sum(amount) filter (where is_own) as amount,
        sum(amount) filter (where not is_own) as left_out,
        sum(display_unit) / 2 as rounding
    from (
        select
            *,
            list_contains(string_split(conditions, '|'), 'own_source_flow')
            and (line = 'own_source' or list_contains(string_split(conditions, '|'), 'item_is_no_transfer')) as is_own
        from marts.lines_with_conditions
        where
            row_role = 'leaf' and is_current and source_role = 'primary' and kind = wanted_kind and stage = wanted_stage
            and account = wanted_account and scope in ('own_level', 'area_total') and period_basis = 'year'
    )
    group by all
),
tiers as (
    select parent_code, region_code
    from marts.dim_regions
    where parent_code is not null and not is_unmapped
),
lower_tiers as (
    select
        whole.region_code, whole.fiscal_year, whole.period_end, whole.recognition, whole.netting, whole.currency,
        count(*) as n_lower_tiers,
        count(part.amount) as n_reported,
        string_agg(tiers.region_code, ', ' order by tiers.region_code) filter (where part.amount is null) as missing,
        sum(part.amount) as amount,
        sum(part.rounding) as rounding
    from flows as whole
    join tiers on whole.region_code = tiers.parent_code
    left join flows as part
        on
            tiers.region_code = part.region_code
            and part.scope = 'area_total'
            and whole.fiscal_year = part.fiscal_year
            and whole.period_end = part.period_end
            and whole.recognition is not distinct from part.recognition
            and whole.netting is not distinct from part.netting
            and whole.currency is not distinct from part.currency
    where whole.scope = 'own_level'
    group by all
)
select
    own.region_code,
    own.fiscal_year,
    own.recognition,
    own.netting,
    own.currency,
    own.amount as own_level,
    lower_tiers.n_lower_tiers,
    lower_tiers.n_reported,
    case when lower_tiers.missing is null then lower_tiers.amount end as lower_tiers,
    case when lower_tiers.missing is null and lower_tiers.n_lower_tiers > 0 then marts.x12(own.amount, lower_tiers.amount) end as derived_area_total,
    whole.amount as reported_area_total,
    case when lower_tiers.missing is null then whole.amount - own.amount - lower_tiers.amount end as difference,
    own.rounding + coalesce(lower_tiers.rounding, 0) + coalesce(whole.rounding, 0) as tolerance,
    own.left_out as left_out_own,
    whole.left_out as left_out_area,
    case
        when own.netting is null or own.netting = 'unknown' then 'refused: netting unknown'
        when own.amount is null then 'refused: no flow of the own tier is known to be free of transfers (X12)'
        when lower_tiers.n_lower_tiers is null then 'refused: no lower tier is listed'
        when lower_tiers.missing is not null then 'refused: CHILD_MISSING ' || lower_tiers.missing
        else 'X12'
    end as outcome
from flows as own
left join lower_tiers
    on
        own.region_code = lower_tiers.region_code and own.fiscal_year = lower_tiers.fiscal_year
        and own.period_end = lower_tiers.period_end and own.recognition is not distinct from lower_tiers.recognition
        and own.netting is not distinct from lower_tiers.netting and own.currency is not distinct from lower_tiers.currency
left join flows as whole
    on
        whole.scope = 'area_total' and own.region_code = whole.region_code and own.fiscal_year = whole.fiscal_year
        and own.period_end = whole.period_end and own.recognition is not distinct from whole.recognition
        and own.netting is not distinct from whole.netting and own.currency is not distinct from whole.currency
where own.scope = 'own_level';

-- The four accounts of a region side by side: simply added (X55) where all four are there, consolidated (X17) where the lines moved between
-- them are there too. Nothing is guessed: a missing account or missing transfer lines leave the sum empty and say so.
create or replace macro marts.four_accounts(wanted_kind, wanted_stage, wanted_scope) as table
with sums as (
    select
        region_code, fiscal_year, period_end, recognition, currency,
        sum(amount) filter (where account = 'general' and not is_moved) as general,
        sum(amount) filter (where account = 'government_fund' and not is_moved) as government_fund,
        sum(amount) filter (where account = 'soe_capital' and not is_moved) as soe_capital,
        sum(amount) filter (where account = 'social_insurance' and not is_moved) as social_insurance,
        sum(amount) filter (where is_moved) as moved_between_accounts,
        count(distinct netting) as n_nettings
    from (
        select *, coalesce(line, 'unknown') = 'inter_account' as is_moved
        from marts.fct_budget_lines
        where
            row_role = 'leaf' and is_current and source_role = 'primary' and kind = wanted_kind and stage = wanted_stage
            and scope = wanted_scope and period_basis = 'year'
            and account in ('general', 'government_fund', 'soe_capital', 'social_insurance')
            and coalesce(line, 'unknown') in ('own_source', 'current_expenditure', 'inter_account')
    )
    group by all
)
select
    * exclude (n_nettings, moved),
    marts.x55(general + moved, government_fund + soe_capital + social_insurance) as four_gross,
    marts.x17(
        marts.x55(general + moved, government_fund + soe_capital + social_insurance), moved_between_accounts
    ) as four_net,
    concat_ws(
        '; ',
        case
            when general is null or government_fund is null or soe_capital is null or social_insurance is null
                then 'refused: ACCOUNT_MISSING ' || concat_ws(
                    ', ', case when general is null then 'general' end, case when government_fund is null then 'government_fund' end,
                    case when soe_capital is null then 'soe_capital' end, case when social_insurance is null then 'social_insurance' end
                )
            else 'X55'
        end,
        case
            when moved_between_accounts is null then 'refused: INTERACCOUNT_UNMATCHED, the lines moved between accounts are not in the book'
            else 'X17'
        end
    ) as outcome
from (select *, coalesce(moved_between_accounts, 0) as moved from sums);
