-- The findings that the filters of a page let through.
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
