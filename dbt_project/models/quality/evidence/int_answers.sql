-- Where the replies to a finding have led: one row a rule and subject that was ever replied to. A raised version of a
-- rule keeps the answers.
with replies as (
    select * from {{ ref('stg_replies') }}
),

moment as (
    select * from {{ ref('stg_moment') }}
),

ordered as (
    select
        replies.*,
        moment.as_of,
        lag(replies.action) over by_finding as action_before,
        lead(replies.replied_on) over by_finding as next_replied_on,
        max(replies.reply_number) over (partition by replies.rule_id, replies.subject_id) as last_number,
        max(case when replies.role = 'supervisor' then replies.reply_number end)
            over (partition by replies.rule_id, replies.subject_id)
            as verdict_number
    from replies
    cross join moment
    window by_finding as (partition by replies.rule_id, replies.subject_id order by replies.reply_number)
),

-- Days from which an answer is owed anew: a verdict, a waiver that ended, a correction of what had been settled.
timed as (
    select
        *,
        case
            when action in ('confirm', 'reopen') then replied_on
            when action = 'correct' and action_before in ('explain', 'waive') then replied_on
            when action = 'waive' and expires_on < as_of and expires_on < coalesce(next_replied_on, as_of)
                then {{ plus_days('expires_on', 1) }}
        end as owed_from
    from ordered
),

summed as (
    select
        rule_id,
        subject_id,
        max(owed_from) as owed_from,
        max(case when reply_number = last_number then reply_number end) as reply_number,
        max(case when reply_number = last_number then action end) as action,
        max(case when reply_number = last_number then replied_on end) as replied_on,
        max(case when reply_number = last_number and action = 'waive' then expires_on end) as waived_until,
        max(case when reply_number = verdict_number and action = 'confirm' then 'confirmed' when
            reply_number = verdict_number and action = 'reject' then 'rejected' end) as verdict,
        max(case when reply_number = verdict_number then rule_version end) as verdict_version,
        max(case when action = 'explain' then 1 else 0 end) = 1 as is_ever_explained,
        max(as_of) as as_of
    from timed
    group by rule_id, subject_id
)

select
    rule_id,
    subject_id,
    reply_number,
    replied_on,
    owed_from,
    waived_until,
    verdict,
    verdict_version,
    is_ever_explained,
    case
        when action in ('explain', 'reject') then 'explained'
        when action = 'waive' and waived_until >= as_of then 'waived'
        -- What was confirmed stays so until the re-test passes, or a supervisor takes it back.
        when verdict = 'confirmed' then 'confirmed'
        when action in ('waive', 'correct', 'reopen') then 'open'
    end as state
from summed
