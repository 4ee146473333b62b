with moved as (
    select strftime(opened_on, '%Y-%m') as month, 'opened' as what from quality.fct_finding_history
    union all
    select strftime(closed_on, '%Y-%m') as month, 'closed' as what from quality.fct_finding_history where closed_on is not null
)

select month, what, count(*) as n
from moved
where month in (select distinct month from moved order by month desc limit 12)
group by month, what
order by month, what
