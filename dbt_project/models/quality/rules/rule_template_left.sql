-- What the form asks for is still printed where the answer belongs.
{% set instructions = [
    '字以内', '请填写', '填写说明', '[（(]请.{0,12}[)）]', '×××', 'XXX'
] | join('|') %}
with judged as (
    select
        *,
        cast(null as decimal(28, 6)) as observed,
        cast(null as decimal(28, 6)) as expected,
        0 as tolerance,
        case
            when target_state = 'template' then 'fail'
            when {{ matches("concat_ws(' ', actual_text, explanation, narrative)", instructions) }} then 'fail'
            when concat_ws('', target_text, actual_text, explanation, narrative) = '' then 'no_data'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }}
)

select
    {{ indicator_rule_columns(
        'template_left',
        en='The words of the form stand where an answer belongs: “<target_text>” / “<actual_text>”.',
        zh='应填内容处仍为表式说明：“<target_text>”/“<actual_text>”。',
        pairs=[
            ('the answer quotes the form', '答复引用了表式原文'),
        ]
    ) }}
from judged
