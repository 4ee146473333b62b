-- A target says what would show that it was met. Words of improvement without a figure do not, nor does a percentage of a statement.
{% set vague = [
    '(显著|明显|有效|不断|持续|逐步|进一步|切实|大力|稳步|全面|大幅|充分|有所|得到|较大)[^0-9]{0,6}'
    ~ '(提升|提高|改善|增强|促进|优化|加强|推动|推进|改进|完善|发挥|保障|增加|减少|降低|好转|缓解)',
    '^[^0-9]{0,12}(良好|较好|显著|明显)$',
    '(significant|noticeabl|continuous|further|effective|substantial)[a-z]* (improv|increas|enhanc|strengthen|promot|better)',
    '(improv|increas|enhanc|strengthen)[a-z]* (significant|noticeabl|continuous|effective|substantial)',
    '(mejora|aumento|incremento|mejorar|aumentar)[a-zé]* (significativ|notable|continu|sustancial)'
] | join('|') %}
{% set grades = '达成(预期|年度)|部分达成|未达成|fully achieved|partly achieved|not achieved' %}
{% set statement = '^(有效|持续|不断|进一步|显著|逐步|切实)?(促进|推动|提升|改善|增强|提高|保障|维护|推进|带动|优化|营造|完善)' %}
{% set measures = '(率|比例|比重|占比|程度|指数|得分|评分|水平|数|量|额|度|人次|面积|覆盖|收入|产值|[%％])$|[(（].*[)）]$' %}
{% set form = 'export_id, contract_id, region_code, organisation_id, programme_id, fiscal_year, period_end' %}
with targets as (
    select
        *,
        case
            when target_state = 'text' then {{ matches('lower(target_text)', vague) }} and not {{ matches('lower(target_text)', grades) }}
            when target_state = 'number' and is_share and nature not in ('satisfaction', 'execution')
                then {{ matches('indicator_name', statement) }} and not {{ matches('trim(indicator_name)', measures) }}
        end as is_vague
    from {{ ref('int_indicator_facts') }}
    where programme_id is not null and target_state <> 'missing' and coalesce(period_months, 12) = 12
),

forms as (
    select
        {{ form }},
        min(organisation_name) as organisation_name,
        min(programme_name) as programme_name,
        count(*) as n_targets,
        count(case when is_vague then 1 end) as n_vague,
        min(case when is_vague then concat(indicator_name, ': ', target_text) end) as example,
        min(case when is_vague then indicator_report_id end) as example_id
    from targets
    group by {{ form }}
),

judged as (
    select
        forms.*,
        exports.slot,
        cast(n_vague as decimal(38, 6)) as observed,
        0 as expected,
        0 as tolerance,
        case when n_vague > 0 then 'fail' else 'pass' end as status
    from forms
    left join {{ ref('dim_exports') }} as exports on forms.export_id = exports.export_id
)

select
    {{ programme_rule_columns(
        'not_assessable_target',
        en={'fail': '<n_vague> of <n_targets> targets say nothing by which it could be seen that they were met, such as “<example>”.'},
        zh={'fail': '<n_targets>项目标中有<n_vague>项无法判断是否完成，如“<example>”。'},
        pairs=[
            ('the criteria stand in another document', '判定标准见其他材料'),
            ('the percentage is that of a survey or of tasks done, which the name does not say', '百分比为调查或任务完成比例，名称未写明'),
        ],
        strength='least(0.1, 0.05 + 0.1 * n_vague / n_targets)',
        about={'cells': json_list(['example_id'])}
    ) }}
from judged
