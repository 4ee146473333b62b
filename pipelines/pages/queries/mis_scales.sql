select finding_id, rule_id, region_code, fiscal_year, subject, sentence_zh, sentence_en, state
from quality.fct_findings
where rule_id in ('unit_mis_scale', 'mis_scale', 'scale_jump') or rule_id like '%scale%'
order by abs(coalesce(difference_money, 0)) desc, finding_id
limit 20
