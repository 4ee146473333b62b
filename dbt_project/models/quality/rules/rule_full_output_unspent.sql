-- All targets met while most of the money lies unspent: the outputs were cheap beyond saving, paid elsewhere, or not there.
with judged as (
    select
        *,
        round(100 * execution_share, 4) as observed,
        40 as expected,
        0 as tolerance,
        case
            when n_targets < 3 then 'not_applicable'
            when execution_share is null then 'no_data'
            -- Targets are set with the adopted budget: money that was added later and lies unspent is not theirs.
            when n_met = n_targets and execution_share < 0.4 and executed < 0.4 * coalesce(nullif(adopted, 0), budget) then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_programme_attainment') }}
)

select
    {{ programme_rule_columns(
        'full_output_unspent',
        en={
            'fail': 'All <n_targets> targets are reported as met with <$observed> % of the money spent.',
            'no_data': 'Nothing is known of the money.',
            'not_applicable': 'Fewer than three targets in figures.',
        },
        zh={
            'fail': '<n_targets>项目标全部完成，而预算仅执行<$observed>%。',
            'no_data': '无预算执行数据。',
            'not_applicable': '数值目标不足三项。',
        },
        pairs=[
            ('the work was paid for in an earlier year', '相关支出已在以前年度支付'),
            ('a saving, shown by its unit cost', '确有节约，单位成本可证'),
            ('work is done and the payment is due next year', '工作已完成，款项次年支付'),
        ],
        strength=milder_where_explained(['prepaid', 'saving'], '0.55 + 0.35 * (1 - execution_share / 0.4)')
    ) }}
from judged
