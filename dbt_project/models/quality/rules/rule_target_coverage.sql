-- The targets of a programme cover outputs, benefits and satisfaction; none carries half of the points, and none stands under output
-- and benefit both. Only forms of self-evaluation are judged: they print the levels of their indicators and their weights.
{{ config(materialized='table') }}
{% set outputs = {'quantity': '数量', 'quality': '质量', 'timeliness': '时效', 'cost': '成本'} %}
{% set benefits = ['economic', 'social', 'ecological', 'sustained'] %}
{% set form = 'export_id, contract_id, region_code, organisation_id,
        programme_id, fiscal_year, period_end' %}
with rows_of_forms as (
    select
        {{ form }},
        organisation_name, programme_name, indicator_id, indicator_report_id, indicator_name, nature, weight,
        coalesce({{ matches('level_1', '产出') }}, false)
        or nature in ('{{ outputs | join("', '") }}') as is_output,
        -- 满意度 often stands below 效益.
        nature <> 'satisfaction'
        and (
            coalesce({{ matches('level_1', '效益|效果') }}, false)
            or nature in ('{{ benefits | join("', '") }}')
        ) as is_benefit,
        coalesce(weight > 0 and {{ matches("concat_ws(' ', level_1, level_2)", '产出|效益|成本|满意') }}, false)
            as is_of_form
    from {{ ref('int_indicator_facts') }}
    where programme_id is not null and coalesce(period_months, 12) = 12
),

-- One indicator that a form holds twice has one id.
indicators as (
    select
        {{ form }},
        indicator_id,
        min(organisation_name) as organisation_name,
        min(programme_name) as programme_name,
        min(indicator_name) as indicator_name,
        max_by(indicator_report_id, (coalesce(weight, 0), indicator_report_id)) as indicator_report_id,
        max(cast(weight as double)) as heaviest,
        sum(cast(weight as double)) as weight,
        bool_and(weight is not null) as is_weighed,
        {% for flag in ['is_of_form', 'is_output', 'is_benefit'] %}
        bool_or({{ flag }}) as {{ flag }},
        {% endfor %}
        {% for nature in outputs %}
        bool_or(nature = '{{ nature }}') as is_{{ nature }},
        {% endfor %}
        bool_or(nature = 'satisfaction') as is_satisfaction
    from rows_of_forms
    group by {{ form }}, indicator_id
),

forms as (
    select
        {{ form }},
        min(organisation_name) as organisation_name,
        min(programme_name) as programme_name,
        bool_or(is_of_form) as is_form,
        bool_or(is_output) as has_outputs,
        bool_or(is_benefit) as has_benefits,
        bool_or(is_satisfaction) as has_satisfaction,
        {% for nature in outputs %}
        bool_or(is_{{ nature }}) as has_{{ nature }},
        {% endfor %}
        -- Shares of the points are known only where every indicator has some.
        case when bool_and(is_weighed) then round(100 * max(heaviest) / nullif(sum(weight), 0), 4) end as share,
        max_by(indicator_name, (coalesce(heaviest, 0), indicator_report_id)) as heaviest_name,
        max_by(indicator_report_id, (coalesce(heaviest, 0), indicator_report_id)) as heaviest_id,
        min(case when is_output and is_benefit then indicator_name end) as twice_name,
        min(case when is_output and is_benefit then indicator_report_id end) as twice_id
    from indicators
    group by {{ form }}
),

said as (
    select
        forms.*,
        exports.slot,
        nullif(concat_ws(
            ', ',
            case when not has_outputs then 'output' end,
            case when not has_benefits then 'benefit' end,
            case when not has_satisfaction then 'satisfaction' end
            {%- for nature in outputs %},
            case when has_outputs and not has_{{ nature }} then '{{ nature }}' end
            {%- endfor %}
        ), '') as missing_en,
        nullif(concat_ws(
            '、',
            case when not has_outputs then '产出' end,
            case when not has_benefits then '效益' end,
            case when not has_satisfaction then '满意度' end
            {%- for nature, name in outputs.items() %},
            case when has_outputs and not has_{{ nature }} then '{{ name }}' end
            {%- endfor %}
        ), '') as missing_zh,
        share >= 50 as is_heavy
    from forms
    left join {{ ref('dim_exports') }} as exports on forms.export_id = exports.export_id
),

judged as (
    select
        *,
        case when is_heavy then share end as observed,
        case when is_heavy then 50 end as expected,
        null as tolerance,
        concat_ws(
            '; ', 'no indicator of ' || missing_en,
            case when is_heavy then concat('“', heaviest_name, '” carries ', round(share, 1), ' % of the points') end,
            '“' || twice_name || '” stands under output and under benefit'
        ) as what_en,
        concat_ws(
            '；', '缺少' || missing_zh || '指标', case when is_heavy then concat('“', heaviest_name, '”占权重的', round(share, 1), '%') end,
            '“' || twice_name || '”在产出与效益中重复'
        ) as what_zh,
        case
            when not is_form then 'not_applicable'
            when missing_en is not null or is_heavy or twice_name is not null then 'fail'
            else 'pass'
        end as status
    from said
)

select
    {{ programme_rule_columns(
        'target_coverage',
        en={
            'fail': 'The targets are incomplete: <what_en>.',
            'not_applicable': 'No form of self-evaluation with levels and weights.',
        },
        zh={
            'fail': '绩效指标设置不全：<what_zh>。',
            'not_applicable': '非列有指标级次和权重的自评表。',
        },
        pairs=[
            ('the local rules do without this class, or allow it for such a programme', '当地办法对该类项目不要求设置该类指标'),
            ('nobody is served whose satisfaction could be asked', '项目无直接服务对象'),
            ('a level is written in words that are not known here', '指标级次用语未能识别'),
        ],
        strength="case when has_outputs and has_benefits and has_satisfaction and not coalesce(is_heavy, false) and twice_name is null "
            ~ "then 0.05 else 0.2 end",
        severity="case when status = 'fail' and has_outputs and has_benefits and has_satisfaction and not coalesce(is_heavy, false) "
            ~ "and twice_name is null then 'info' end",
        about={
            'cells': json_list(['case when is_heavy then heaviest_id end', 'case when twice_id <> heaviest_id or not coalesce(is_heavy, false) then twice_id end'])
        }
    ) }}
from judged
