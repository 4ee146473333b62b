with days as (
    select opened_on as day, 'opened' as what, count(*) as n from quality.fct_finding_history group by opened_on
    union all
    select closed_on as day, 'closed' as what, count(*) as n from quality.fct_finding_history where closed_on is not null group by closed_on
),

moved as (
    select strftime(day, '%Y-%m') as month, what, sum(n)::bigint as n from days group by month, what
)

select month, what, n
from moved
where month in (select distinct month from moved order by month desc limit 12)
order by month, what
