select
    finding.*, rule.family, rule.sentence_en as rule_en, rule.sentence_zh as rule_zh, rule.citation, rule.certainty, rule.tolerance_text,
    rule.next_step_en, rule.next_step_zh, region.name_local, region.name_en, organisation.organisation_name, programme.programme_name
from quality.fct_findings as finding
left join marts.dim_rules as rule using (rule_id)
left join (select region_code, any_value(name_local) as name_local, any_value(name_en) as name_en from marts.dim_regions group by region_code) as region
    using (region_code)
left join marts.dim_organisations as organisation on organisation.organisation_id = finding.organisation_id
left join marts.dim_programme_names as programme
    on programme.programme_id = finding.programme_id and programme.organisation_id is not distinct from finding.organisation_id
where finding.finding_id = $id
limit 1
