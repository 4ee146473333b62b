-- What is owed for every failure: its state by replies, since when, until when. All rules but the one that judges
-- deadlines: that one reads this.
with results as (
    select * from {{ ref('int_rule_results') }}
    {{ second_order_results(second_order_rule_ids() | reject('equalto', 'rectification_overdue')) }}
),

failures as (
    select
        rule_id, rule_version, severity as severity_now, subject_id, subject, export_id, region_code, fiscal_year, period_end,
        organisation_id, programme_id, indicator_id, about_id, cells
    from results
    where status = 'fail'
),

rules as (
    select * from {{ ref('dim_rules') }}
),

deadlines as (
    select * from {{ ref('reply_deadlines') }}
),

answers as (
    select * from {{ ref('int_answers') }}
),

-- A finding that was closed and came back is a new matter.
known as (
    select * from {{ ref('stg_finding_history') }}
    where closed_on is null
),

owed as (
    select
        failures.*,
        coalesce(answers.state, 'open') as state,
        answers.verdict,
        answers.waived_until,
        answers.reply_number,
        moment.as_of,
        coalesce(known.opened_on, moment.as_of) as opened_on,
        greatest(coalesce(answers.owed_from, known.opened_on, moment.as_of), coalesce(known.opened_on, moment.as_of))
            as owed_from,
        coalesce(own.days, core.days) as days
    from failures
    cross join {{ ref('stg_moment') }} as moment
    left join rules on failures.rule_id = rules.rule_id
    left join deadlines as own on rules.pack = own.pack
    left join deadlines as core on core.pack = 'core'
    left join answers on failures.rule_id = answers.rule_id and failures.subject_id = answers.subject_id
    left join known on failures.rule_id = known.rule_id and failures.subject_id = known.subject_id
),

due as (
    select
        *,
        case
            when severity_now <> 'info' and state in ('open', 'confirmed')
                then {{ working_days_after('owed_from', 'days') }}
        end as due_on
    from owed
)

select
    *,
    coalesce(due_on < as_of, false) as is_overdue
from due
