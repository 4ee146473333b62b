select evidence_class, severity, state, count(*) as n, count(*) filter (where is_overdue) as n_overdue
from quality.fct_findings
group by evidence_class, severity, state
order by evidence_class, severity, n desc
