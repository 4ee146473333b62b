select
    coalesce(evidence_class, rule_id, region_code, cast(fiscal_year as varchar), severity, state) as value,
    case grouping(evidence_class, rule_id, region_code, fiscal_year, severity, state)
        when 31 then 'class' when 47 then 'rule' when 55 then 'region' when 59 then 'year' when 61 then 'severity' else 'state'
    end as filter,
    count(*) as n
from quality.fct_findings
group by grouping sets ((evidence_class), (rule_id), (region_code), (fiscal_year), (severity), (state))
having value is not null
order by filter, value
