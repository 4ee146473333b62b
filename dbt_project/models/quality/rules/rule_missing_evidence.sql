-- A satisfaction that earns points says how many were asked, where the form has a place for it. Where no form in force asks for
-- it, that it is missing is information.
with forms as (
    select
        export_id,
        count(sample_size) as n_samples
    from {{ ref('int_indicator_facts') }}
    group by export_id
),

judged as (
    select
        facts.*,
        facts.sample_size as observed,
        cast(null as decimal(28, 6)) as expected,
        0 as tolerance,
        case
            when facts.nature <> 'satisfaction' or forms.n_samples = 0 then 'not_applicable'
            when coalesce(facts.actual_value, facts.score_claimed) is null then 'no_data'
            when coalesce(facts.sample_size, 0) = 0 and nullif(trim(facts.proof), '') is null then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }} as facts
    left join forms on facts.export_id = forms.export_id
)

select
    {{ indicator_rule_columns(
        'missing_evidence',
        en='A satisfaction of <actual_text> is reported, and nobody says how many were asked.',
        zh='满意度列为<actual_text>，未列样本量。',
        pairs=[
            ('the survey is published elsewhere', '调查结果另行公布'),
        ],
        severity="case when score_pack is null then 'info' end",
        strength='0.8'
    ) }}
from judged
