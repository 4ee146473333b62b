-- The lasting cause of a failure: what would fail again next year. Rule, region, organisation, programme, and the
-- indicator or the budget line at its stage; where a failure is about neither, its words without years.
with failed as (
    select
        *,
        coalesce(about_id, {{ json_text('cells', '$[0]') }}) as judged_id
    from {{ ref('fct_rule_results') }}
    where status = 'fail'
),

exports as (
    select * from {{ ref('dim_exports') }}
),

lines as (
    select budget_line_id, line_id, stage from {{ ref('fct_budget_lines') }}
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
        "coalesce(failed.indicator_id, lines.line_id || '/' || lines.stage, "
        ~ "concat_ws('/', exports.contract_id, " ~ without_years('failed.subject') ~ '))',
    ]) }} as cause_id
from failed
left join exports on failed.export_id = exports.export_id
left join lines on failed.indicator_id is null and failed.judged_id = lines.budget_line_id
