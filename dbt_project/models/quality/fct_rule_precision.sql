-- What supervisors found about each rule, in its present version. A correction that closed a finding says the rule was
-- right; it is held against nobody. An explanation no supervisor has judged is no verdict: a rule can't be explained
-- away by those it judges.
{% set z = 1.96 %}
with rules as (
    select * from {{ ref('dim_rules') }}
),

answers as (
    select * from {{ ref('int_answers') }}
),

history as (
    select * from {{ ref('stg_finding_history') }}
    where outcome = 'corrected'
),

judged as (
    select
        coalesce(answers.rule_id, history.rule_id) as rule_id,
        coalesce(answers.verdict_version, history.rule_version) as rule_version,
        case
            when answers.verdict = 'confirmed' then 'confirmed'
            when answers.verdict = 'rejected' and answers.is_ever_explained then 'explained'
            when answers.verdict = 'rejected' then 'rejected'
            when history.rule_id is not null then 'corrected'
        end as verdict
    from answers
    full outer join history on answers.rule_id = history.rule_id and answers.subject_id = history.subject_id
),

counted as (
    select
        rules.rule_id,
        rules.rule_version,
        rules.evidence_class,
        count(case when judged.verdict = 'confirmed' then 1 end) as n_confirmed,
        count(case when judged.verdict = 'corrected' then 1 end) as n_corrected,
        count(case when judged.verdict = 'explained' then 1 end) as n_explained,
        count(case when judged.verdict = 'rejected' then 1 end) as n_rejected,
        count(judged.verdict) as n_verdicts,
        cast(count(case when judged.verdict in ('confirmed', 'corrected') then 1 end) as double)
        / nullif(count(judged.verdict), 0) as precision,
        max(case rules.evidence_class when 'E0' then 0.9 when 'E1' then 0.6 when 'E2' then 0.2 end) as floor
    from rules
    left join judged on rules.rule_id = judged.rule_id and rules.rule_version = judged.rule_version
    group by rules.rule_id, rules.rule_version, rules.evidence_class
)

select
    *,
    {{ wilson('precision', 'n_verdicts', z, '-') }} as low,
    {{ wilson('precision', 'n_verdicts', z, '+') }} as high,
    coalesce(n_verdicts >= 20 and precision < floor, false) as is_demoted
from counted
