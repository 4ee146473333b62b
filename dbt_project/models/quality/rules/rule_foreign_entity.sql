-- A report that names another reporting organisation is pasted, the more so where its own name is missing.
with narratives as (
    select * from {{ ref('int_indicator_facts') }}
    where narrative is not null and organisation_name is not null
),

-- Of a large roster only the neighbours count: in a whole country common names stand in texts by chance.
strangers as (
    select
        narratives.indicator_report_id,
        min(named.organisation_name) as stranger
    from narratives
    inner join {{ ref('int_named_organisations') }} as named on narratives.narrative = named.narrative
    where
        (narratives.region_code = named.region_code or named.n_organisations <= 1000)
        and narratives.organisation_id <> named.organisation_id
        -- A longer name that holds a shorter one names itself only.
        and instr(narratives.organisation_name, named.organisation_name) = 0
        and instr(named.organisation_name, narratives.organisation_name) = 0
    group by narratives.indicator_report_id
),

judged as (
    select
        facts.*,
        strangers.stranger,
        instr(facts.narrative, facts.organisation_name) > 0 as names_itself,
        cast(null as double) as observed,
        cast(null as double) as expected,
        0 as tolerance,
        case
            when facts.narrative is null or facts.organisation_name is null then 'not_applicable'
            when strangers.stranger is not null then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }} as facts
    left join strangers on facts.indicator_report_id = strangers.indicator_report_id
)

select
    {{ indicator_rule_columns(
        'foreign_entity',
        en='The text names <stranger>, another organisation.',
        zh='文字提及其他单位：<stranger>。',
        pairs=[
            ('the work was done for or by that organisation', '工作受该单位委托或由其承担'),
            ('the organisation was renamed', '单位已更名'),
        ],
        severity="case when names_itself then 'warning' end",
        strength='case when names_itself then 0.7 else 0.9 end'
    ) }}
from judged
