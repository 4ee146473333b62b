-- Findings whose cause failed the year before as well, whatever became of it then; what a supervisor rejected did not
-- fail.
with causes as (
    select * from {{ ref('int_finding_causes') }}
),

failed as (
    select * from {{ ref('fct_rule_results') }}
    where status = 'fail'
),

history as (
    select * from {{ ref('stg_finding_history') }}
),

answers as (
    select * from {{ ref('int_answers') }}
),

known as (
    select
        failed.rule_id,
        failed.subject_id,
        causes.cause_id,
        failed.fiscal_year,
        {{ hash_id(['failed.rule_id', 'failed.rule_version', 'failed.subject_id']) }} as finding_id
    from failed
    inner join causes on failed.rule_id = causes.rule_id and failed.subject_id = causes.subject_id
    union
    select
        history.rule_id,
        history.subject_id,
        history.cause_id,
        history.fiscal_year,
        history.finding_id
    from history
    left join failed on history.rule_id = failed.rule_id and history.subject_id = failed.subject_id
    where failed.rule_id is null
),

earlier as (
    select
        known.cause_id,
        known.fiscal_year,
        min(known.finding_id) as finding_id
    from known
    left join answers on known.rule_id = answers.rule_id and known.subject_id = answers.subject_id
    where coalesce(answers.verdict, '') <> 'rejected'
    group by known.cause_id, known.fiscal_year
)

select
    failed.rule_id,
    failed.subject_id,
    earlier.finding_id as repeat_of
from failed
inner join causes on failed.rule_id = causes.rule_id and failed.subject_id = causes.subject_id
inner join earlier on causes.cause_id = earlier.cause_id and failed.fiscal_year - 1 = earlier.fiscal_year
