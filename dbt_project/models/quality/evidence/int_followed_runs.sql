-- Indicators with three years of figures above nothing, and what stands in the year after: their own figure, the form they stood on and
-- the other such indicators of it. Only years that the book has.
{{ config(materialized='view') }}
{% set form = ['contract_id', 'region_code', 'organisation_id', 'programme_id'] %}

with runs as (
    select
        indicator_report_id, indicator_id, {{ form | join(', ') }}, fiscal_year, fiscal_year + 1 as next_year, export_id, period_end,
        actual_value, target_value, mean_of_three, is_long_positive, direction, nature, is_share,
        -- One number joins faster than four texts; of a hundred thousand forms two share one once in a thousand million books.
        {{ row_hash(form) }} as form_number
    from {{ ref('int_indicator_runs') }}
    where programme_id is not null
),

last_year as (
    select max(fiscal_year) as fiscal_year from runs
),

forms as (
    select
        form_number, fiscal_year,
        count(*) as n_reported,
        min(export_id) as export_id,
        min(period_end) as period_end
    from runs
    group by form_number, fiscal_year
),

-- Words where a figure used to stand are no figure, but not nothing either.
worded as (
    select indicator_id, fiscal_year
    from {{ ref('int_indicator_facts') }}
    where actual_value is null and actual_text is not null
    group by indicator_id, fiscal_year
),

followed as (
    select
        ended.*,
        next_runs.indicator_report_id as next_report_id,
        next_runs.actual_value as next_actual,
        next_runs.target_value as next_target,
        next_runs.export_id as next_export_id,
        next_runs.period_end as next_period_end
    from runs as ended
    cross join last_year
    left join runs as next_runs on ended.indicator_id = next_runs.indicator_id and ended.next_year = next_runs.fiscal_year
    where ended.is_long_positive and ended.next_year <= last_year.fiscal_year
),

going_on as (
    select
        form_number, next_year,
        count(*) as n_expected,
        count(next_actual) as n_going_on
    from followed
    group by form_number, next_year
)

select
    followed.indicator_report_id, followed.indicator_id,
    {{ columns_of('followed', form) }},
    followed.fiscal_year, followed.next_year, followed.actual_value, followed.mean_of_three, followed.direction, followed.nature,
    followed.is_share, followed.next_report_id, followed.next_actual, followed.next_target,
    coalesce(followed.next_export_id, now.export_id, followed.export_id) as export_id,
    coalesce(followed.next_period_end, now.period_end) as period_end,
    now.n_reported as n_now,
    before.n_reported as n_before,
    worded.indicator_id is not null as is_worded,
    going_on.n_expected - 1 as n_others,
    going_on.n_going_on - case when followed.next_actual is not null then 1 else 0 end as n_others_on
from followed
inner join going_on on followed.form_number = going_on.form_number and followed.next_year = going_on.next_year
left join forms as now on followed.form_number = now.form_number and followed.next_year = now.fiscal_year
left join forms as before on followed.form_number = before.form_number and followed.fiscal_year = before.fiscal_year
left join worded on followed.indicator_id = worded.indicator_id and followed.next_year = worded.fiscal_year
