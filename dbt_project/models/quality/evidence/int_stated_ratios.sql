-- Each stated rate or growth with the value that the printed amounts give, and how far the printed digits let both
-- move.
with figures as (
    select
        *,
        power(10, -coalesce(printed_decimals, 0)) / 2 as half_digit
    from {{ ref('fct_stated_figures') }}
    where is_current and measure in ('rate', 'growth')
),

terms as (
    select
        stated_figure_id,
        is_same_row,
        base_export_id,
        top_cell,
        base_cell,
        top as top_amount,
        base as base_amount,
        cast(stated_percent as double) as stated,
        case measure when 'growth' then 100 else 0 end as offset_percent,
        cast(top - top_rounding as double) as top_low,
        cast(top + top_rounding as double) as top_high,
        cast(base - base_rounding as double) as base_low,
        cast(base + base_rounding as double) as base_high
    from {{ ref('int_ratio_terms') }}
),

corners as (
    select
        *,
        100 * cast(top_amount as double) / cast(base_amount as double) - offset_percent as computed,
        100 * least(top_low / base_low, top_low / base_high, top_high / base_low, top_high / base_high)
        - offset_percent as computed_low,
        100 * greatest(top_low / base_low, top_low / base_high, top_high / base_low, top_high / base_high)
        - offset_percent
            as computed_high
    from terms
    -- Over a base that may be zero nothing can be said.
    where base_low > 0 or base_high < 0
),

ranked as (
    select
        *,
        -- Where several columns could be meant, the one nearest to the statement is.
        row_number() over (
            partition by stated_figure_id
            order by case when is_same_row then 0 else 1 end, abs(computed - stated), top_cell, base_cell
        ) as place
    from corners
),

bases as (
    select
        stated_figure_id,
        count(*) as n_terms
    from terms
    group by stated_figure_id
)

select
    figures.*,  -- noqa: AM04
    ranked.is_same_row,
    ranked.base_export_id,
    ranked.top_cell,
    ranked.base_cell,
    ranked.top_amount,
    ranked.base_amount,
    ranked.computed,
    ranked.computed_low,
    ranked.computed_high,
    case
        when figures.numerator_stage is null then 'not_applicable'
        when
            not coalesce(ranked.is_same_row, true)
            and figures.comparison in ('base_restated', 'current_adjusted', 'approximate')
            then 'not_applicable'
        when ranked.place is null and bases.n_terms > 0 then 'not_applicable'
        when ranked.place is null then 'no_data'
        when figures.stated_percent - figures.half_digit > ranked.computed_high + 1e-9 then 'fail'
        when figures.stated_percent + figures.half_digit < ranked.computed_low - 1e-9 then 'fail'
        else 'pass'
    end as status
from figures
left join ranked on figures.stated_figure_id = ranked.stated_figure_id and ranked.place = 1
left join bases on figures.stated_figure_id = bases.stated_figure_id
