-- A target that was missed, or far exceeded, has its reason written down where the form in force asks for one and has a place
-- for it. A column of remarks in other tables is no such form.
with forms as (
    select
        export_id,
        count(nullif(trim(explanation), '')) as n_reasons
    from {{ ref('int_indicator_facts') }}
    group by export_id
),

judged as (
    select
        facts.*,
        facts.actual_value as observed,
        facts.target_value as expected,
        0 as tolerance,
        case
            when facts.score_pack is null or forms.n_reasons = 0 then 'not_applicable'
            when facts.target_state <> 'number' or facts.direction not in ('higher', 'lower') then 'not_applicable'
            when facts.actual_value is null or facts.target_value is null then 'no_data'
            when
                nullif(trim(facts.explanation), '') is not null
                and not {{ matches('facts.explanation', '^\\s*(无|没有|/|-+|—+)\\s*$') }}
                then 'pass'
            when facts.direction = 'higher' and facts.actual_value < facts.target_value then 'fail'
            when facts.direction = 'lower' and facts.actual_value > facts.target_value then 'fail'
            when
                facts.direction = 'higher'
                and facts.target_value > 0
                and facts.actual_value >= 1.3 * facts.target_value
                then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }} as facts
    left join forms on facts.export_id = forms.export_id
)

select
    {{ indicator_rule_columns(
        'missing_explanation',
        en='<$observed> was achieved on a target of <$expected>, and no reason is written down.',
        zh='目标值<$expected>，完成值<$observed>，偏差未说明原因。',
        pairs=[
            ('the reason stands in another document', '原因见其他材料'),
        ],
        strength='0.9'
    ) }}
from judged
