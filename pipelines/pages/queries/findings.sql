-- The sentences are read of the rows that are shown, not of all that are put in order.
with shown as (
    select finding_id
    from ({findings_matching})
    order by
        case severity when 'fatal' then 0 when 'error' then 1 when 'warning' then 2 else 3 end,
        abs(coalesce(difference_money, 0)) desc,
        finding_id
    limit $limit::int offset $offset::int
)

select
    finding_id, rule_id, evidence_class, severity, region_code, fiscal_year, subject, sentence_zh, sentence_en, state, due_on, is_overdue, is_repeat,
    difference_money
from quality.fct_findings
where finding_id in (select finding_id from shown)
order by
    case severity when 'fatal' then 0 when 'error' then 1 when 'warning' then 2 else 3 end,
    abs(coalesce(difference_money, 0)) desc,
    finding_id
