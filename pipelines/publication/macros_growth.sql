-- Growth on a comparable base (X06, X07): natural growth beside it, and the side that was restated.

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
