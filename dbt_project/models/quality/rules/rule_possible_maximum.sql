-- What was achieved is at most what is physically or legally possible.
with judged as (
    select
        *,
        actual_value as observed,
        maximum as expected,
        {{ half_digit('actual_decimals') }} as tolerance,
        {{ ceiling_status('actual_value', 'maximum', half_digit('actual_decimals'), 'maximum is not null') }} as status
    from {{ ref('int_indicator_facts') }}
)

select
    {{ indicator_rule_columns(
        'possible_maximum',
        en='<$observed> is reported where at most <$expected> is possible.',
        zh='完成值为<$observed>，而最大可能值为<$expected>。',
        pairs=[
            ('the capacity was enlarged during the year', '年内能力有所扩大'),
            ('people from outside the area are counted', '包含区外人员'),
        ],
        strength='0.9',
        suggested='maximum'
    ) }}
from judged
