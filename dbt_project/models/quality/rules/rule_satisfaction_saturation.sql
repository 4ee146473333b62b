-- A satisfaction of nearly everybody rests on enough answers to say so.
with judged as (
    select
        *,
        actual_value as observed,
        cast(98.5 as decimal(28, 6)) as expected,
        0 as tolerance,
        case
            when nature <> 'satisfaction' or not is_share then 'not_applicable'
            when actual_value is null then 'no_data'
            when actual_value < 98.5 then 'pass'
            when sample_size is null then 'no_data'
            when sample_size <= 30 then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }}
)

select
    {{ indicator_rule_columns(
        'satisfaction_saturation',
        en='<actual_text> satisfied of <sample_size> asked: so few answers do not bear it out.',
        zh='满意度<actual_text>，仅调查<sample_size>人，样本不足以佐证。',
        pairs=[
            ('a small group that was asked completely', '对象少且全部调查'),
        ],
        strength='0.85'
    ) }}
from judged
