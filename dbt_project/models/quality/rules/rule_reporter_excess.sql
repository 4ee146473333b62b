-- All figures of a reporter together do not look raised by some percent beyond what money and registers bear out, more than
-- those of others.
with judged as (
    select
        *,
        round(z_excess_of_rest, 4) as observed,
        3 as expected,
        0 as tolerance,
        case when z_excess_of_rest is null then 'no_data' when z_excess_of_rest > 3 then 'fail' else 'pass' end as status
    from {{ ref('int_reporter_patterns') }}
)

select
    {{ reporter_rule_columns(
        'reporter_excess',
        en={
            'fail': 'Together the <n_borne> figures of this reporter look raised by some percent beyond what money and registers bear out: <$observed> standard deviations among <n_reporters> reporters. A reason to look, not a verdict.',
            'no_data': 'Fewer than six figures with money or a register, or fewer than twenty reporters.',
        },
        zh={
            'fail': '该单位<n_borne>项指标综合来看，填报数似普遍略高于资金与登记数所能佐证的水平：在<n_reporters>个单位中偏高<$observed>个标准差。仅供选取核查对象。',
            'no_data': '可佐证指标不足六项，或单位不足二十个。',
        },
        pairs=[
            ('a cheaper way of working for all its programmes', '各项目普遍采用更节约的方式'),
            ('its money is partly booked elsewhere', '部分支出列在其他单位'),
        ],
        strength='least(0.6, 0.1 * z_excess_of_rest)'
    ) }}
from judged
