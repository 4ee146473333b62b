-- Months that hardly differ were divided, not counted, where the months of others differ.
with paths as (
    select
        *,
        median(spread) over alike as usual_spread,
        median(n_equal) over alike as usual_equal,
        count(spread) over alike as n_alike
    from {{ ref('int_year_paths') }}
    window alike as (partition by contract_id, content, label, fiscal_year)
),

judged as (
    select
        *,
        round(100 * spread, 4) as observed,
        round(100 * usual_spread, 4) as expected,
        0 as tolerance,
        case
            when n_months < 8 or spread is null or least_step <= 0 or n_alike < 10 then 'no_data'
            -- Figures of two digits can't differ by less.
            when whole_year / n_months < 50 * unit_of_print then 'not_applicable'
            when spread < 0.04 and usual_spread >= 0.12 then 'fail'
            -- Or most months are one and the same figure, where those of others are not.
            when n_equal >= 6 and 2 * n_equal > n_months and usual_equal <= 2 and usual_spread >= 0.12 then 'fail'
            else 'pass'
        end as status
    from paths
)

select
    {{ year_path_columns(
        'too_smooth',
        en={
            'fail': 'The months of the year differ by <$observed> %; <$expected> % is usual. Please explain how they were counted.',
            'no_data': 'The months of the year are not in the book.',
            'not_applicable': 'The figures are too small to differ.',
        },
        zh={
            'fail': '各月数相差仅<$observed>%，同类通常为<$expected>%，请说明统计方法。',
            'no_data': '账中无分月数据。',
            'not_applicable': '数值过小，无从比较。',
        },
        pairs=[
            ('a rent, wage or subscription paid in equal parts', '租金、工资等按月等额支付'),
            ('a service of fixed capacity', '服务能力固定'),
        ],
        strength='0.65 + 5 * greatest(0.04 - spread, 0.01 * (n_equal - 5), 0)'
    ) }}
from judged
