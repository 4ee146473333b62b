-- A report that names another reporting organisation is pasted, the more so where its own name is missing.
with narratives as (
    select * from {{ ref('int_indicator_facts') }}
    where narrative is not null and organisation_name is not null
),

roster as (
    select
        region_code,
        organisation_id,
        organisation_name,
        count(*) over () as n_organisations
    from {{ ref('dim_organisations') }}
    where length(organisation_name) >= 3
),

-- Of a large roster only the neighbours are looked for: every name in every text would take hours.
strangers as (
    select
        narratives.indicator_report_id,
        min(roster.organisation_name) as stranger
    from narratives
    inner join roster on narratives.region_code = roster.region_code or roster.n_organisations <= 1000
    where
        narratives.organisation_id <> roster.organisation_id
        and instr(narratives.narrative, roster.organisation_name) > 0
        -- A longer name that holds a shorter one names itself only.
        and instr(narratives.organisation_name, roster.organisation_name) = 0
        and instr(roster.organisation_name, narratives.organisation_name) = 0
    group by narratives.indicator_report_id
),

judged as (
    select
        narratives.*,
        strangers.stranger,
        instr(narratives.narrative, narratives.organisation_name) > 0 as names_itself,
        cast(null as double) as observed,
        cast(null as double) as expected,
        0 as tolerance,
        case when strangers.stranger is not null then 'fail' else 'pass' end as status
    from narratives
    left join strangers on narratives.indicator_report_id = strangers.indicator_report_id
    union all
    select
        facts.*,
        cast(null as {{ text_type() }}) as stranger,
        cast(null as boolean) as names_itself,
        cast(null as double) as observed,
        cast(null as double) as expected,
        0 as tolerance,
        'not_applicable' as status
    from {{ ref('int_indicator_facts') }} as facts
    where narrative is null or organisation_name is null
)

select
    {{ indicator_rule_columns(
        'foreign_entity',
        en={'fail': 'The text names <stranger>, another organisation.', 'not_applicable': 'No text, or no organisation.'},
        zh={'fail': '文字提及其他单位：<stranger>。', 'not_applicable': '无文字或未列单位。'},
        pairs=[
            ('the work was done for or by that organisation', '工作受该单位委托或由其承担'),
            ('the organisation was renamed', '单位已更名'),
        ],
        severity="case when names_itself then 'warning' end",
        strength='case when names_itself then 0.7 else 0.9 end'
    ) }}
from judged
