-- Findings that are not public yet: their reply period is not over by $day and the accountable unit has not answered. What asks for no
-- answer has no day it is due on and is public at once. An answer that a supervisor sent back opens the period again.
create or replace temp table withheld as
select findings.finding_id, findings.rule_id, findings.subject_id, findings.export_id, findings.other_export_id,
    findings.organisation_id, findings.programme_id, findings.region_code, findings.fiscal_year
from quality.fct_findings as findings
left join (select distinct finding_id from quality.fct_replies where role = 'accountable') as answered using (finding_id)
where findings.due_on >= cast($day as date) and (findings.state = 'open' or answered.finding_id is null);
