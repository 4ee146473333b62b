-- The lasting cause of a failure: what would fail again next year. Rule, region, organisation, programme, and the
-- indicator or the budget lines at their stages; where a failure is about neither, its words without years.
with failed as (
    select * from {{ ref('fct_rule_results') }}
    where status = 'fail'
),

exports as (
    select * from {{ ref('dim_exports') }}
),

members as (
    select
        rule_id,
        subject_id,
        about_id is not null as is_about,
        coalesce(about_id, {{ json_text('cells', '$[0]') }}) as judged_id,
        {{ json_members('cells') }} as cell
    from failed
    where indicator_id is null
),

-- A rule that names the row it judges, or begins with a printed total, is about that one; others are about all lines.
places as (
    select
        members.rule_id,
        members.subject_id,
        coalesce(
            min(case when members.cell = members.judged_id and (members.is_about or lines.row_role <> 'leaf')
                then lines.line_id || '/' || lines.stage end),
            min(lines.line_id) || '/' || min(lines.stage) || '/' || max(lines.stage)
        ) as place
    from members
    inner join {{ ref('fct_budget_lines') }} as lines on members.cell = lines.budget_line_id
    group by members.rule_id, members.subject_id
)

select
    failed.rule_id,
    failed.subject_id,
    exports.slot,
    exports.file_sha256,
    {{ hash_id([
        'failed.rule_id',
        'failed.region_code',
        'failed.organisation_id',
        'failed.programme_id',
        "coalesce(failed.indicator_id, places.place, concat_ws('/', exports.contract_id, "
        ~ without_years('failed.subject') ~ '))',
    ]) }} as cause_id
from failed
left join exports on failed.export_id = exports.export_id
left join places on failed.rule_id = places.rule_id and failed.subject_id = places.subject_id
