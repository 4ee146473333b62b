-- Where a visit is worth most: one row a case (a figure, a programme, a reporter) with all that speaks about it, ranked by
-- evidence times money at stake, each further case of one reporter counting less.
{{ config(materialized='table') }}

{% set fewer_of_one_reporter = 0.7 %}
with evidence as (
    select * from {{ ref('int_attention_evidence') }}
),

-- Rules of one family see the same thing: the surest of each counts, and further families half, since they are not independent.
families as (
    select
        case_key,
        family,
        max(strength) as strength,
        row_number() over (partition by case_key order by max(strength) desc, family) as place
    from evidence
    group by case_key, family
),

surest as (
    select
        case_key,
        count(*) as n_families,
        round(1 - exp(sum(ln(greatest(0.001, 1 - strength * case when place = 1 then 1.0 else 0.5 end)))), 6) as strength
    from families
    group by case_key
),

foremost as (
    select
        *,
        count(*) over (partition by case_key) as n_findings,
        max(abs(difference_money)) over (partition by case_key) as money_of_findings,
        max(figure_id) over (partition by case_key) as judged_id
    from evidence
    qualify row_number() over (partition by case_key order by strength desc, evidence_class, finding_id) = 1
),

reasons as (
    select
        case_key,
        {{ json_list_agg('sentence_en', '-strength, finding_id') }} as reasons_en,
        {{ json_list_agg('sentence_zh', '-strength, finding_id') }} as reasons_zh
    from evidence
    group by case_key
),

valued as (
    select
        foremost.*,
        surest.n_families,
        surest.strength as strength_of_case,
        reasons.reasons_en,
        reasons.reasons_zh,
        round(coalesce(foremost.money_of_findings, facts.executed, facts.budget, money.executed, money.budget, abs(lines.amount), 0), 4)
            as money_at_stake
    from foremost
    inner join surest on foremost.case_key = surest.case_key
    inner join reasons on foremost.case_key = reasons.case_key
    left join {{ ref('int_indicator_facts') }} as facts on foremost.judged_id = facts.indicator_report_id
    left join {{ ref('int_programme_money') }} as money
        on
            foremost.programme_id = money.programme_id and foremost.fiscal_year = money.fiscal_year
            and (not money.is_by_body or foremost.organisation_id = money.organisation_id)
    left join {{ ref('fct_budget_lines') }} as lines on foremost.judged_id = lines.budget_line_id
),

-- Ten times the money counts as one step more, so that neither size alone nor evidence alone leads the list.
weighed as (
    select
        *,
        round(strength_of_case * log10(10 + cast(money_at_stake as double)), 6) as worth_alone
    from valued
),

spread as (
    select
        *,
        row_number() over (
            partition by coalesce(organisation_id, region_code, export_id) order by worth_alone desc, case_key
        ) as place_of_reporter
    from weighed
)

select
    case_key as case_id,
    cast(row_number() over (
        order by worth_alone * power({{ fewer_of_one_reporter }}, place_of_reporter - 1) desc, case_key
    ) as integer) as place,
    round(worth_alone * power({{ fewer_of_one_reporter }}, place_of_reporter - 1), 6) as worth,
    strength_of_case as strength,
    money_at_stake,
    cast(place_of_reporter as integer) as place_of_reporter,
    region_code,
    organisation_id,
    programme_id,
    indicator_id,
    fiscal_year,
    judged_id as about_id,
    subject,
    finding_id,
    rule_id,
    evidence_class,
    severity,
    cast(n_findings as integer) as n_findings,
    cast(n_families as integer) as n_families,
    reasons_en,
    reasons_zh
from spread
