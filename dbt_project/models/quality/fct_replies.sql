-- Every reply to a finding: who said what when, what it was about, and what became of it.
with replies as (
    select
        *,
        row_number() over (partition by rule_id, subject_id order by reply_number desc) as recency
    from {{ ref('stg_replies') }}
),

history as (
    select * from {{ ref('fct_finding_history') }}
),

findings as (
    select * from {{ ref('fct_findings') }}
),

received as (
    select file_sha256 from {{ ref('dim_exports') }}
    group by file_sha256
),

repeats as (
    select repeat_of, min(finding_id) as repeated_by from {{ ref('fct_findings') }}
    where is_repeat
    group by repeat_of
)

select
    replies.reply_number,
    replies.replied_at,
    replies.who,
    replies.role,
    replies.action,
    replies.reason,
    replies.owner,
    replies.expires_on,
    replies.corrected_file,
    replies.corrected_sha256,
    coalesce(history.finding_id, replies.finding_id) as finding_id,
    replies.finding_id as finding_id_replied_to,
    replies.rule_id,
    replies.rule_version,
    replies.region_code,
    replies.fiscal_year,
    replies.subject,
    findings.state,
    findings.due_on,
    coalesce(findings.is_overdue, false) as is_overdue,
    history.closed_on,
    repeats.repeated_by,
    case
        when replies.recency > 1 then 'superseded'
        when history.finding_id is null then 'not_in_book'
        when history.outcome = 'corrected' then 'closed_by_correction'
        when history.outcome <> 'failing' then history.outcome
        when replies.action = 'waive' and findings.state <> 'waived' then 'expired'
        when replies.action = 'correct' and received.file_sha256 is null then 'waiting_for_file'
        when replies.action = 'correct' then 'still_failing'
        else 'in_force'
    end as outcome,
    replies.replied_to_release,
    replies.sha256
from replies
left join history on replies.rule_id = history.rule_id and replies.subject_id = history.subject_id
left join findings on replies.rule_id = findings.rule_id and replies.subject_id = findings.subject_id
left join received on replies.corrected_sha256 = received.file_sha256
left join repeats on history.finding_id = repeats.repeat_of
