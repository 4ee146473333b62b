-- The weights of a programme add up to its printed total; where none is printed and the self-evaluation form is in force, to 100.
with judged as (
    select
        *,
        cast(null as date) as period_end,
        weight as observed,
        coalesce(printed_weight, case when score_pack is not null then 100 end) - points_apart as expected,
        0.01 as tolerance,
        {{ equality_status(
            'weight', 'coalesce(printed_weight, 100) - points_apart', '0.01',
            'n_weights > 0 and (printed_weight is not null or score_pack is not null)'
        ) }} as status
    from {{ ref('int_indicator_totals') }}
)

select
    {{ programme_rule_columns(
        'weight_arithmetic',
        en={
            'fail': 'The weights add up to <$observed> instead of <$expected>.',
            'not_applicable': 'No weights are printed, or neither their total nor a form that asks for 100.',
        },
        zh={
            'fail': '权重之和为<$observed>，应为<$expected>。',
            'not_applicable': '未列权重，或既无合计、亦无要求满分100分的表式。',
        },
        pairs=[
            ('bonus points that the local form allows', '当地表式允许加分'),
            ('an indicator with its weight was left out of the file', '有指标及其权重未列入本表'),
        ],
        about={'cells': "case when status = 'fail' then cells end"}
    ) }}
from judged
