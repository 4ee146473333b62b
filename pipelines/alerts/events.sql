-- What is material in the release, one row an event; `event_key` is the same in every release for as long as it is the same event.
with material as (
    select * from quality.fct_findings
    where state in ('open', 'confirmed') and list_contains($severities, severity) and list_contains($classes, evidence_class)
        and (difference_money is null or abs(difference_money) >= $minimum_money)
),

events as (
    select 'finding' as event, 'finding|' || finding_id as event_key, region_code, rule_id, finding_id, fiscal_year, subject,
        sentence_zh, sentence_en, due_on, difference_money
    from material
    union all
    select 'overdue', 'overdue|' || finding_id || '|' || due_on, region_code, rule_id, finding_id, fiscal_year, subject,
        '逾期未办结，时限' || due_on || '：' || sentence_zh, 'Overdue since ' || due_on || ': ' || sentence_en, due_on, difference_money
    from material where is_overdue
    union all
    select 'repeat', 'repeat|' || finding_id, region_code, rule_id, finding_id, fiscal_year, subject,
        '上年同类问题再次出现：' || sentence_zh, 'The same failed the year before: ' || sentence_en, due_on, difference_money
    from material where is_repeat
    union all
    select 'missing', 'missing|' || duty_id, region_code, 'delivery', null, fiscal_year, contract_id,
        publisher || '应于' || due_date || '前报送，尚未收到。', publisher || ' owes this file since ' || due_date || '.', due_date, null
    from quality.fct_duties where status = 'missing'
)

select events.*, regions.name_local as region_name
from events
left join (select region_code, max(name_local) as name_local from marts.dim_regions group by region_code) as regions
    on events.region_code = regions.region_code
where list_contains($events, event) and (len($regions) = 0 or list_contains($regions, events.region_code))
order by events.region_code, rule_id, abs(coalesce(difference_money, 0)) desc, event_key
