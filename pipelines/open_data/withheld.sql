-- Findings that are not public yet: their reply period is not over by $day and the accountable unit has not answered. What asks for no
-- answer has no day it is due on and is public at once. An answer that a supervisor sent back opens the period again. What is said of a
-- finding waits with it: a grade that stands despite a contradiction would tell of the contradiction.
create or replace temp table withheld as
with own as (
    select findings.*
    from quality.fct_findings as findings
    left join (select distinct finding_id from quality.fct_replies where role = 'accountable') as answered using (finding_id)
    where findings.due_on >= cast($day as date) and (findings.state = 'open' or answered.finding_id is null)
),
with_another as (
    select findings.*
    from quality.fct_findings as findings
    where findings.rule_id = 'grade_despite_contradiction' and exists (
        select 1 from own
        where own.fiscal_year = findings.fiscal_year and (own.programme_id = findings.programme_id or own.organisation_id = findings.organisation_id)
    )
)
select finding_id, rule_id, subject_id, export_id, other_export_id, organisation_id, programme_id, region_code, fiscal_year
from (select * from own union select * from with_another);
