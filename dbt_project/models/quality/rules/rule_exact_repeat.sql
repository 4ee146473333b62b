-- A figure that is not round is not the same two years in a row.
with judged as (
    select
        *,
        actual_value as observed,
        prior_actual as expected,
        0 as tolerance,
        case
            when actual_value is null or is_norm or nature in ('satisfaction', 'timeliness') then 'not_applicable'
            when prior_actual is null then 'no_data'
            -- Three significant digits that do not end in 0 or 5: a stock or a standard repeats, a count rarely does.
            when abs(actual_value) < 100 or actual_value = target_value or actual_value % 5 = 0 then 'not_applicable'
            when actual_value = prior_actual then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }}
)

select
    {{ indicator_rule_columns(
        'exact_repeat',
        en='<$observed> is exactly what was reported last year; please explain.',
        zh='完成值<$observed>与上年完全相同，请说明。',
        pairs=[
            ('a stock that did not change', '存量未变'),
            ('the figure of last year was carried over by mistake', '误将上年数填入'),
        ],
        cells=['indicator_report_id', 'prior_report_id'],
        strength="least(0.75, 0.36 + 0.08 * length(" ~ regexp_replace_all('actual_text', '[^0-9]', '') ~ '))'
    ) }}
from judged
