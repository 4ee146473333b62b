select rule_id, count(*) filter (where status = 'pass') as n_pass, count(*) filter (where status = 'fail') as n_fail,
    count(*) filter (where status = 'no_data') as n_no_data, count(*) filter (where status = 'not_applicable') as n_not_applicable
from quality.fct_rule_results
where
    ($region::varchar is null or region_code = $region)
    and ($organisation::varchar is null or organisation_id = $organisation)
    and ($programme::varchar is null or programme_id = $programme)
group by rule_id
order by n_fail desc, rule_id
