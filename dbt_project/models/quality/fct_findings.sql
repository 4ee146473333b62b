-- What contradicts what: one row per rule and subject that failed, with its evidence. A signal, not a verdict.
with failed as (
    select * from {{ ref('fct_rule_results') }}
    where status = 'fail'
),

exports as (
    select * from {{ ref('dim_exports') }}
),

causes as (
    select * from {{ ref('int_finding_causes') }}
),

owed as (
    select * from {{ ref('int_rectifications') }}
),

repeats as (
    select * from {{ ref('int_repeats') }}
)

select
    {{ hash_id(['failed.rule_id', 'failed.rule_version', 'failed.subject_id']) }} as finding_id,
    failed.rule_id,
    failed.rule_version,
    failed.evidence_class,
    failed.severity,
    failed.region_code,
    failed.fiscal_year,
    failed.period_end,
    failed.organisation_id,
    failed.programme_id,
    failed.indicator_id,
    failed.about_id,
    failed.export_id,
    failed.other_export_id,
    failed.subject_id,
    failed.subject,
    failed.observed,
    failed.expected,
    failed.difference,
    failed.difference_money,
    failed.tolerance,
    -- What a rule does not say of its own evidence follows from the class: a contradiction is surer than a pattern.
    coalesce(
        failed.strength,
        case failed.evidence_class when 'E0' then 0.95 when 'E1' then 0.8 when 'E2' then 0.4 else 0.3 end
    ) as strength,
    failed.suggested,
    failed.sentence_en,
    failed.sentence_zh,
    concat_ws(
        '',
        '{"sentence": ', {{ json_value('failed.sentence_en') }},
        ', "sentence_en": ', {{ json_value('failed.sentence_en') }},
        ', "sentence_zh": ', {{ json_value('failed.sentence_zh') }},
        ', "values": {"observed": ', {{ json_value('failed.observed') }},
        ', "expected": ', {{ json_value('failed.expected') }},
        ', "difference": ', {{ json_value('failed.difference') }},
        ', "difference_money": ', {{ json_value('failed.difference_money') }},
        ', "tolerance": ', {{ json_value('failed.tolerance') }},
        '}, "cells": ', failed.cells,
        ', "alternatives": ', failed.alternatives,
        ', "alternatives_zh": ', failed.alternatives_zh,
        '}'
    ) as evidence,
    coalesce(owed.state, 'open') as state,
    owed.verdict,
    owed.reply_number,
    owed.waived_until,
    owed.opened_on,
    owed.due_on,
    coalesce(owed.is_overdue, false) as is_overdue,
    causes.cause_id,
    repeats.repeat_of is not null as is_repeat,
    repeats.repeat_of,
    -- A contradiction can be seen once both sides of it have arrived.
    greatest(exports.known_from, coalesce(others.known_from, exports.known_from)) as first_seen,
    greatest(exports.last_received_at, coalesce(others.last_received_at, exports.last_received_at)) as last_seen
from failed
left join exports on failed.export_id = exports.export_id
left join exports as others on failed.other_export_id = others.export_id
left join causes on failed.rule_id = causes.rule_id and failed.subject_id = causes.subject_id
left join owed on failed.rule_id = owed.rule_id and failed.subject_id = owed.subject_id
left join repeats on failed.rule_id = repeats.rule_id and failed.subject_id = repeats.subject_id
