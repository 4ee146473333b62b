-- Later versions of a report correct upwards as often as downwards.
with judged as (
    select
        *,
        n_better as observed,
        n_revised / 2.0 as expected,
        0 as tolerance,
        case when z_revisions is null then 'no_data' when z_revisions > 2.2 then 'fail' else 'pass' end as status
    from {{ ref('int_reporter_patterns') }}
)

select
    {{ reporter_rule_columns(
        'one_sided_revisions',
        en={
            'fail': '<n_better> of <n_revised> figures that were revised became better. A reason to look, not a verdict.',
            'no_data': 'Fewer than five figures were revised.',
        },
        zh={
            'fail': '修订的<n_revised>个数中有<n_better>个变好。仅供选取核查对象。',
            'no_data': '修订数不足五个。',
        },
        pairs=[
            ('the first version was drawn up before the year ended', '首版在年度终了前编制'),
        ],
        strength='least(0.5, 0.12 * z_revisions)'
    ) }}
from judged
