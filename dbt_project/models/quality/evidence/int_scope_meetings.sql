-- How likely chance makes a figure of the level itself meet that of its whole area, by how far the two lie apart in other years.
{{ config(materialized='view') }}

with gaps as (
    select
        *,
        -- One year that is wrong otherwise does not decide how the others vary.
        greatest(least(gap, 4 * usual_gap), -4 * usual_gap) as held
    from {{ ref('int_scope_pairs') }}
),

-- Sums over the other years: where the two meet, the gap of the year itself is nought.
summed as (
    select
        *,
        cast(last_digit as double) / area_figure as digit,
        sum(held) over years / nullif(n_other_years, 0) as mean_gap,
        sum(held * held) over years / nullif(n_other_years, 0) as square_gap
    from gaps
    window years as (partition by content, series_id)
),

-- The variance of a new gap. What is assumed counts as one year: a tenth of the squares, and what a count of few varies by itself.
varied as (
    select
        *,
        greatest(
            square_gap - mean_gap * mean_gap + (0.1 * square_gap + digit * abs(mean_gap)) / n_other_years, digit * digit / 6
        ) * (1 + 1.0 / n_other_years) as variance
    from summed
)

-- How likely a gap comes to less than a digit: Student's density of three degrees of freedom, 0.3675 in its middle.
select
    varied.*,  -- noqa: AM04
    case when gap = 0 and n_other_years > 0
        then round(least(digit * 0.3675 / sqrt(variance) / pow(1 + mean_gap * mean_gap / variance / 3, 2), 1), 6) end as chance
from varied
