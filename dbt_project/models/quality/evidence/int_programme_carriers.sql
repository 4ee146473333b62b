-- Whether what is reported under one programme stands body by body, one row a programme. Codes are often unique only within a
-- body, and of what several carry together each reports its part; but money and results have to name the same bodies. Where
-- one side names none, or others, they are compared for all together.
with spending as (
    select * from {{ ref('int_programme_spending') }}
),

named as (
    select programme_id, organisation_id, true as is_money from spending
    where not is_whole
    union all
    select programme_id, null as organisation_id, true as is_money from spending
    where is_whole and not tells_bodies
    union all
    select distinct programme_id, organisation_id, false as is_money from {{ ref('fct_indicators') }}
    where is_current and row_role = 'leaf' and source_role <> 'yardstick' and programme_id is not null
),

bodies as (
    select
        programme_id,
        organisation_id,
        bool_or(is_money) as has_money,
        bool_or(not is_money) as has_results
    from named
    group by programme_id, organisation_id
)

select
    bodies.programme_id,
    count(bodies.organisation_id) > 1
    and count(bodies.organisation_id) = count(*)
    and (bool_or(has_money and has_results) or not bool_or(has_money) or not bool_or(has_results)) as is_by_body,
    -- Who carries it where it is one: null for several together.
    any_value(programmes.organisation_id) as organisation_id
from bodies
left join {{ ref('dim_programmes') }} as programmes on bodies.programme_id = programmes.programme_id
group by bodies.programme_id
