with judged as (
    select rule_id, count(*) filter (where status = 'fail') as n_fail, count(*) filter (where status in ('pass', 'fail')) as n_judged
    from quality.fct_rule_results
    group by rule_id
)

select
    rule.rule_id, rule.check_code, rule.sentence_en, rule.sentence_zh, rule.family, rule.evidence_class, rule.severity, rule.citation, rule.certainty,
    rule.pack, rule.rule_version, rule.status, rule.recall, rule.false_alarms_per_1000, rule.precision as benchmark_precision, field.precision,
    field.low, field.high, field.floor, field.n_verdicts, field.is_demoted, coalesce(judged.n_fail, 0) as n_fail, coalesce(judged.n_judged, 0) as n_judged
from marts.dim_rules as rule
left join quality.fct_rule_precision as field using (rule_id)
left join judged using (rule_id)
where rule.valid_to is null
order by rule.evidence_class, rule.rule_id
