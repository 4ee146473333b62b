-- No score is above what the scoring rules give for the reported values: those in force, else the general ones (fct_indicators).
with judged as (
    select
        *,
        score_claimed as observed,
        score_recomputed as expected,
        0.01 as tolerance,
        {{ ceiling_status('score_claimed', 'score_recomputed', '0.01', 'score_claimed is not null') }} as status
    from {{ ref('int_indicator_facts') }}
)

select
    {{ indicator_rule_columns(
        'score_above_formula',
        en='<$observed> points are claimed; target and achieved value give <$expected> under the scoring rules <score_pack>.',
        zh='自评得分<$observed>，按<score_pack>评分规则，由指标值与完成值应得<$expected>。',
        pairs=[
            ('the rules in force there score it by another formula: see caliber scores --packs', '当地评分办法对该类指标另有公式'),
            ('target and achieved value are counted in different units', '指标值与完成值计量单位不同'),
        ],
        suggested='expected'
    ) }}
from judged
