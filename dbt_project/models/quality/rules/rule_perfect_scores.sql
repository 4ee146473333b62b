-- A reporter does not have the full score in everything, nor results that are its targets to the digit, unless most have.
with compared as (
    select
        *,
        case when n_reporters_of_table >= 20 then usual_of_table when n_reporters_of_year >= 20 then usual_of_year end as usual
    from {{ ref('int_reporter_scores') }}
),

judged as (
    select
        *,
        case when is_all_exact then n_exact when n_programmes >= 5 then n_full_programmes when has_scores then n_full else n_exact end
            as observed,
        case when is_all_exact then n_measured when n_programmes >= 5 then n_programmes when has_scores then n_scored else n_measured end
            as expected,
        0 as tolerance,
        case
            when n_scored = 0 and n_measured = 0 then 'not_applicable'
            when not (has_scores or has_results) then 'no_data'
            when not (is_all_full or is_all_exact) then 'pass'
            when usual > 0.5 then 'not_applicable'
            else 'fail'
        end as status
    from compared
)

select
    {{ reporter_rule_columns(
        'perfect_scores',
        en={
            'fail': '<n_full_programmes> of <n_programmes> programmes and <n_full> of <n_scored> scored results have the full score; <n_exact> of <n_measured> results are their target to the digit. A reason to look, not a verdict.',
            'no_data': 'Fewer than five programmes with a score, and fewer than twenty results with a score or a target.',
            'not_applicable': 'Nothing was measured against a target of its own, or most reporters are at the full score.',
        },
        zh={
            'fail': '<n_programmes>个项目中<n_full_programmes>个、<n_scored>项评分指标中<n_full>项得满分；<n_measured>项结果中<n_exact>项恰好等于目标。仅供选取核查对象。',
            'no_data': '有评分的项目不足五个，且有评分或目标的指标不足二十项。',
            'not_applicable': '没有可与自身目标比较的结果，或多数单位均为满分。',
        },
        pairs=[
            ('its targets are quantities fixed by contract or grant', '目标是合同或补助确定的数量'),
            ('its targets were set after the results were known', '目标在结果已知后才确定'),
        ],
        subject_id=hash_id(['contract_id', 'organisation_id', 'fiscal_year'])
    ) }}
from judged
