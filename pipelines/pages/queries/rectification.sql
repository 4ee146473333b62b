select finding_id, rule_id, evidence_class, severity, region_code, organisation_id, fiscal_year, subject, sentence_zh, sentence_en, state, verdict,
    opened_on, due_on, is_overdue, is_repeat, waived_until
from quality.fct_findings
where due_on is not null or state in ('waived', 'confirmed', 'corrected')
order by is_overdue desc, due_on nulls last, finding_id
limit 100
