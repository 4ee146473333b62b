-- A report that names another organisation and not its own was pasted.
with narratives as (
    select * from {{ ref('int_indicator_facts') }}
    where narrative is not null and organisation_name is not null
),

organisations as (
    select
        region_code,
        organisation_id,
        organisation_name
    from {{ ref('dim_organisations') }}
    where length(organisation_name) >= 3
),

-- Its own name is missing; another one stands at the beginning, or that of a neighbour anywhere.
strangers as (
    select
        narratives.indicator_report_id,
        min(organisations.organisation_name) as stranger
    from narratives
    inner join organisations
        on
            substr(narratives.narrative, 1, 3) = substr(organisations.organisation_name, 1, 3)
            and substr(narratives.narrative, 1, length(organisations.organisation_name)) = organisations.organisation_name
    where
        narratives.organisation_id <> organisations.organisation_id
        and instr(narratives.narrative, narratives.organisation_name) = 0
    group by narratives.indicator_report_id
    union
    select
        narratives.indicator_report_id,
        min(organisations.organisation_name) as stranger
    from narratives
    inner join organisations on narratives.region_code = organisations.region_code
    where
        narratives.organisation_id <> organisations.organisation_id
        and instr(narratives.narrative, narratives.organisation_name) = 0
        and instr(narratives.narrative, organisations.organisation_name) > 0
    group by narratives.indicator_report_id
),

named as (
    select
        indicator_report_id,
        min(stranger) as stranger
    from strangers
    group by indicator_report_id
),

judged as (
    select
        narratives.*,
        named.stranger,
        cast(null as double) as observed,
        cast(null as double) as expected,
        0 as tolerance,
        case when named.stranger is not null then 'fail' else 'pass' end as status
    from narratives
    left join named on narratives.indicator_report_id = named.indicator_report_id
)

select
    {{ indicator_rule_columns(
        'foreign_entity',
        en={'fail': 'The text names <stranger> and not the reporter itself.'},
        zh={'fail': '文字所述为<stranger>，未见本单位名称。'},
        pairs=[
            ('the work was done for or by that organisation', '工作受该单位委托或由其承担'),
            ('the organisation was renamed', '单位已更名'),
        ],
        strength='0.9'
    ) }}
from judged
