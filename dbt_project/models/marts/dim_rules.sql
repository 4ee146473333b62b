-- The rule book: every rule with its sentence, source and state, and how it did on the open benchmark of planted
-- faults.
with rules as (
    select * from {{ ref('rules') }}
),

-- A record holds for the version that was measured; a changed rule has none until it is measured again.
records as (
    select * from {{ ref('rule_records') }}
)

select
    rules.rule_id,
    rules.check_code,
    rules.sentence_en,
    rules.sentence_zh,
    rules.family,
    rules.evidence_class,
    rules.severity,
    rules.tolerance_text,
    rules.min_sample,
    rules.pack,
    rules.citation,
    rules.certainty,
    cast(rules.valid_from as date) as valid_from,
    cast(rules.valid_to as date) as valid_to,
    rules.version as rule_version,
    rules.status,
    rules.next_step_en,
    rules.next_step_zh,
    records.benchmark_version,
    records.measured_on,
    records.n_positives as n_measured,
    records.recall,
    records.false_alarms_per_1000,
    records.precision
from rules
left join records on rules.rule_id = records.rule_id and rules.version = records.rule_version
