-- What the release before held of findings: the memory of the book. Findings that were corrected are nowhere else.
select
    finding_id,
    rule_id,
    rule_version,
    subject_id,
    cause_id,
    evidence_class,
    severity,
    region_code,
    fiscal_year,
    organisation_id,
    programme_id,
    indicator_id,
    subject,
    slot,
    file_sha256,
    opened_on,
    last_failed_on,
    closed_on,
    outcome,
    n_closed
from {{ landed_source('history') }}
