-- How many of a reporter's results are exactly at the full score or exactly at the target, a row an organisation and year. A
-- norm of 100 % and a result graded in words are full where all is well, so they count for nothing here.
{% set reporter = 'contract_id, organisation_id, fiscal_year' %}
with reports as (
    select
        *,
        target_state = 'number' and target_value <> 0 and actual_value is not null and not is_norm as is_measured,
        case when weight > 0 then score_claimed end as score
    from {{ ref('int_indicator_facts') }}
    where is_series and organisation_id is not null and coalesce(period_months, 12) = 12
),

programmes as (
    select
        {{ reporter }},
        min(organisation_name) as organisation_name,
        min(region_code) as region_code,
        min(export_id) as export_id,
        max(period_end) as period_end,
        sum(case when is_measured then 1 else 0 end) as n_measured,
        sum(case when is_measured and actual_value = target_value then 1 else 0 end) as n_exact,
        sum(case when is_measured and score is not null then 1 else 0 end) as n_scored,
        sum(case when is_measured and score >= weight then 1 else 0 end) as n_full,
        sum(score) >= sum(case when score is not null then weight end) as is_full
    from reports
    group by {{ reporter }}, programme_id
),

reporters as (
    select
        {{ reporter }},
        min(organisation_name) as organisation_name,
        min(region_code) as region_code,
        min(export_id) as export_id,
        max(period_end) as period_end,
        sum(n_measured) as n_measured,
        sum(n_exact) as n_exact,
        sum(n_scored) as n_scored,
        sum(n_full) as n_full,
        sum(case when n_scored > 0 then 1 else 0 end) as n_programmes,
        sum(case when n_scored > 0 and is_full then 1 else 0 end) as n_full_programmes
    from programmes
    group by {{ reporter }}
),

judged as (
    select
        *,
        n_programmes >= 5 or n_scored >= 20 as has_scores,
        n_measured >= 20 as has_results,
        (n_programmes >= 5 or n_scored >= 20) and n_full_programmes = n_programmes as is_all_full,
        n_measured >= 20 and n_exact >= 0.95 * n_measured as is_all_exact
    from reporters
)

select
    *,
    {% for over, keys in [('table', 'contract_id, fiscal_year'), ('year', 'fiscal_year')] %}
    count(case when has_scores or has_results then 1 end) over (partition by {{ keys }}) as n_reporters_of_{{ over }},
    avg(case when has_scores or has_results then case when is_all_full or is_all_exact then 1.0 else 0.0 end end)
        over (partition by {{ keys }}) as usual_of_{{ over }}{{ ',' if not loop.last }}
    {% endfor %}
from judged
