-- name: region
select region_code, name_local, name_en from marts.dim_regions where region_code = $region
-- name: money
-- One sum a contract and caliber: leaf lines of one definition, which may be added up; two definitions never share a row.
select lines.kind, lines.stage, lines.account, lines.scope, lines.recognition, lines.period_basis, lines.period_end,
    sum(lines.amount) as amount, lines.currency, count(*) as n_lines, lines.contract_id
from marts.fct_budget_lines as lines
where lines.region_code = $region and lines.is_current and lines.source_role = 'primary' and lines.row_role = 'leaf'
    and case when $monthly then lines.period_end between $first and $last and lines.period_basis in ('month', 'cumulative')
        else lines.fiscal_year = $year and (lines.period_basis = 'year' or lines.period_months = 12) end
group by lines.kind, lines.stage, lines.account, lines.scope, lines.recognition, lines.period_basis, lines.period_end, lines.currency,
    lines.contract_id, lines.caliber_id
order by all
-- name: coverage
select publisher, contract_id, status, due_date, received_on, n_days_late
from quality.fct_duties where region_code = $region and fiscal_year = $year
order by array_position(['missing', 'parked', 'late', 'due', 'not_due', 'received', 'no_calendar'], status), contract_id
-- name: silence
select status, count(*) as n_judgements, count(distinct rule_id) as n_rules
from quality.fct_rule_results where region_code = $region and fiscal_year = $year
    and (not $monthly or period_end between $first and $last)
group by status order by n_judgements desc, status
-- name: classes
select evidence_class, severity, count(*) as n_findings, count(*) filter (state in ('open', 'confirmed')) as n_open,
    count(*) filter (is_overdue) as n_overdue, count(*) filter (is_repeat) as n_repeats
from findings group by evidence_class, severity order by evidence_class, severity
-- name: telling
-- Of each class the surest and largest, so that no class hides behind another.
select evidence_class, severity, rule_id, subject, sentence_zh, sentence_en, finding_id
from findings
qualify row_number() over (
    partition by evidence_class
    order by array_position(['fatal', 'error', 'warning', 'info'], severity), strength desc, abs(coalesce(difference_money, 0)) desc, finding_id
) <= 5
order by evidence_class, array_position(['fatal', 'error', 'warning', 'info'], severity), strength desc, abs(coalesce(difference_money, 0)) desc, finding_id
-- name: owed
select due_on, is_overdue, state, rule_id, subject, finding_id
from findings where state in ('open', 'confirmed') and due_on is not null order by due_on, rule_id, finding_id
-- name: recommendations
select programme_name, recommendation, sentence_zh, sentence_en, change_zh, change_en, citation
from quality.fct_budget_recommendations where region_code = $region and fiscal_year = $year
order by recommendation, programme_name
