-- A third of a year's money, or more, in its last month is to be explained where others spend it through the year.
with paths as (
    select
        *,
        december / nullif(whole_year, 0) as december_share,
        median(december / nullif(whole_year, 0)) over (partition by contract_id, content, fiscal_year) as usual_share
    from {{ ref('int_year_paths') }}
),

judged as (
    select
        *,
        round(100 * december_share, 4) as observed,
        round(100 * usual_share, 4) as expected,
        0 as tolerance,
        case
            when content <> 'amounts' then 'not_applicable'
            when n_months < 10 or december is null or whole_year <= 0 then 'no_data'
            when december_share >= 0.33 and december_share >= 2.5 * usual_share then 'fail'
            else 'pass'
        end as status
    from paths
)

select
    {{ year_path_columns(
        'year_end_rush',
        en={
            'fail': '<$observed> % of the year was spent in December; <$expected> % is usual. Please explain.',
            'no_data': 'The months of the year are not in the book.',
            'not_applicable': 'Not money.',
        },
        zh={
            'fail': '12月支出占全年<$observed>%，同类通常为<$expected>%，请说明。',
            'no_data': '账中无分月数据。',
            'not_applicable': '非资金。',
        },
        pairs=[
            ('a contract is paid on completion at the end of the year', '合同约定年末验收付款'),
            ('money from above arrived late in the year', '上级资金年末到位'),
        ],
        strength='least(0.8, 0.6 + 0.5 * (december_share - 0.33))'
    ) }}
from judged
