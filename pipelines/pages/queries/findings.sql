-- The sentences are read of the rows that are shown, not of all that are put in order.
with shown as (
    select finding_id
    from quality.fct_findings
    where
        ($class::varchar is null or evidence_class = $class)
        and ($rule::varchar is null or rule_id = $rule)
        and ($region::varchar is null or region_code = $region)
        and ($year::int is null or fiscal_year = $year::int)
        and ($severity::varchar is null or severity = $severity)
        and ($state::varchar is null or state = $state)
        and ($organisation::varchar is null or organisation_id = $organisation)
        and ($programme::varchar is null or programme_id = $programme)
        and ($text::varchar is null or contains(lower(subject), lower($text)) or finding_id = lower($text))
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
