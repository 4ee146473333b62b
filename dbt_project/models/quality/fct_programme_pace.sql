-- Dual monitoring: how money and results of a programme keep pace with the calendar and with each other, at every moment
-- somebody reports, by the first row of seeds/pace_bounds.csv that fits. A light asks a question; seasons answer many.
with moments as (
    select
        coalesce(results.programme_id, paid.programme_id) as programme_id,
        coalesce(results.organisation_id, paid.organisation_id) as organisation_id,
        coalesce(results.fiscal_year, paid.fiscal_year) as fiscal_year,
        coalesce(results.period_end, paid.period_end) as period_end,
        coalesce(results.months, paid.months) as months,
        coalesce(results.n_targets, 0) as n_targets,
        coalesce(results.money_share, paid.money_share) as money_share,
        results.results_share
    from {{ ref('int_result_moments') }} as results
    full outer join {{ ref('int_payment_moments') }} as paid
        on
            results.programme_id = paid.programme_id
            and {{ same('results.organisation_id', 'paid.organisation_id') }}
            and results.fiscal_year = paid.fiscal_year
            and results.period_end = paid.period_end
),

measured as (
    select *, 'money_pace' as measure, money_share * 12 / months as value from moments
    union all
    select *, 'results_pace' as measure, results_share * 12 / months as value from moments
    union all
    select *, 'money_floor' as measure, money_share as value from moments
    union all
    select *, 'gap' as measure, results_share - money_share as value from moments
),

fitting as (
    select
        measured.*,
        bounds.bound_id,
        bounds.light,
        bounds.sentence_en,
        bounds.sentence_zh,
        bounds.citation,
        bounds.certainty,
        row_number()
            over (
                partition by measured.programme_id, measured.organisation_id, measured.fiscal_year, measured.period_end, measured.measure
                order by bounds.rank
            )
            as place
    from measured
    inner join {{ ref('pace_bounds') }} as bounds
        on
            measured.measure = bounds.measure
            and measured.months between bounds.from_month and bounds.until_month
            -- Rounded, so that four fifths are four fifths.
            and (bounds.min_value is null or round(measured.value, 6) >= bounds.min_value)
            and (bounds.max_value is null or round(measured.value, 6) < bounds.max_value)
    where measured.value is not null
)

select
    programme_id, organisation_id, fiscal_year, period_end, months, n_targets, money_share, results_share, measure, value, light,
    bound_id, sentence_en, sentence_zh, citation, certainty
from fitting
where place = 1
