-- What results mean for the next budget of a programme, by the first row of seeds/budget_consequences.csv that fits:
-- with its citation, what would change it, and whether the budget that was adopted followed it. A proposal to people.
with results as (
    select * from {{ ref('int_programme_results') }}
),

money as (
    select * from {{ ref('int_programme_money') }}
),

findings as (
    select
        found.programme_id,
        {{ carrier_of('found') }} as organisation_id,
        fiscal_year,
        count(*) as n_open,
        count(case when severity in ('fatal', 'error') and evidence_class in ('E0', 'E1') then 1 end) as n_open_errors,
        count(case when is_overdue then 1 end) as n_overdue
    from {{ ref('fct_findings') }} as found
    inner join {{ ref('int_programme_carriers') }} as carriers on found.programme_id = carriers.programme_id
    where
        state in ('open', 'confirmed')
        and severity <> 'info'
        and rule_id not in ('{{ second_order_rule_ids() | join("', '") }}')
    group by found.programme_id, {{ carrier_of('found') }}, fiscal_year
),

consequences as (
    select * from {{ ref('budget_consequences') }}
),

programmes as (
    select
        results.programme_id,
        results.fiscal_year,
        results.region_code,
        results.organisation_id,
        results.programme_name,
        results.period_end,
        results.n_indicators,
        results.n_scores,
        results.score_claimed,
        results.score_supported,
        results.measured_share,
        money.currency,
        money.adopted,
        coalesce(money.budget, results.budget) as budget,
        coalesce(money.executed, results.executed) as executed,
        next_money.adopted as next_adopted,
        -- Rounded, so that five percent are five percent.
        round(cast(next_money.adopted as double) / nullif(cast(money.adopted as double), 0) - 1, 6) as next_change,
        coalesce(findings.n_open, 0) as n_open_findings,
        coalesce(findings.n_open_errors, 0) as n_open_errors,
        coalesce(findings.n_overdue, 0) as n_overdue
    from results
    left join money
        on
            results.programme_id = money.programme_id
            and {{ same('results.organisation_id', 'money.organisation_id') }}
            and results.fiscal_year = money.fiscal_year
    left join money as next_money
        on
            results.programme_id = next_money.programme_id
            and {{ same('results.organisation_id', 'next_money.organisation_id') }}
            and results.fiscal_year + 1 = next_money.fiscal_year
            and money.currency = next_money.currency
            and money.reporter = next_money.reporter
    left join findings
        on
            results.programme_id = findings.programme_id
            and {{ same('results.organisation_id', 'findings.organisation_id') }}
            and results.fiscal_year = findings.fiscal_year
),

fitting as (
    select
        programmes.*,
        cast(programmes.executed as double) / nullif(cast(programmes.budget as double), 0) as execution_ratio,
        bound.consequence_id,
        bound.recommendation,
        bound.min_change,
        bound.max_change,
        bound.sentence_en,
        bound.sentence_zh,
        bound.change_en,
        bound.change_zh,
        bound.citation,
        bound.certainty,
        row_number()
            over (partition by programmes.programme_id, programmes.organisation_id, programmes.fiscal_year order by bound.rank)
            as place
    from programmes
    inner join consequences as bound
        on
            (bound.min_score is null or programmes.score_supported >= bound.min_score)
            and (bound.max_score is null or programmes.score_supported < bound.max_score)
            and (bound.min_measured_share is null or programmes.measured_share >= bound.min_measured_share)
            and (bound.max_measured_share is null or programmes.measured_share < bound.max_measured_share)
            and (bound.min_open_errors is null or programmes.n_open_errors >= bound.min_open_errors)
            and (bound.max_open_errors is null or programmes.n_open_errors <= bound.max_open_errors)
)

select
    programme_id,
    fiscal_year,
    region_code,
    organisation_id,
    programme_name,
    period_end,
    n_indicators,
    n_scores,
    score_claimed,
    score_supported,
    measured_share,
    case
        when score_supported >= 90 then 'excellent'
        when score_supported >= 80 then 'good'
        when score_supported >= 60 then 'fair'
        when score_supported < 60 then 'poor'
    end as grade,
    n_open_findings,
    n_open_errors,
    n_overdue,
    currency,
    adopted,
    budget,
    executed,
    execution_ratio,
    recommendation,
    consequence_id,
    sentence_en,
    sentence_zh,
    change_en,
    change_zh,
    citation,
    certainty,
    next_adopted,
    next_change,
    -- Whether the next budget is what the recommendation asks; null where there is none yet or nothing is asked.
    case
        when next_change is not null and coalesce(min_change, max_change) is not null
            then next_change >= coalesce(min_change, next_change) and next_change <= coalesce(max_change, next_change)
    end as is_followed
from fitting
where place = 1
