select rule_id, evidence_class, count(*) as n
from quality.fct_findings
group by rule_id, evidence_class
order by n desc, rule_id
limit 24
