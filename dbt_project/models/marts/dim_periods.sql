with figures as (
    select fiscal_year, period_end, period_months, period_basis from {{ ref('stg_amounts') }}
    union all
    select fiscal_year, period_end, period_months, period_basis from {{ ref('stg_stated_figures') }}
),

periods as (
    select distinct fiscal_year, period_end, period_months, period_basis from figures
)

select
    {{ hash_id(['fiscal_year', 'period_end', 'period_months', 'period_basis']) }} as period_id,
    fiscal_year,
    period_end,
    period_months,
    period_basis,
    year(period_end) as calendar_year,
    month(period_end) as calendar_month,
    case
        when period_basis = 'year' then cast(fiscal_year as {{ text_type() }})
        when period_basis = 'cumulative' then fiscal_year || ', first ' || period_months || ' months'
        else period_basis || ' to ' || period_end
    end as label_en,
    case
        when period_basis = 'year' then fiscal_year || '年'
        when period_basis = 'cumulative' then fiscal_year || '年前' || period_months || '个月'
        else '截至' || period_end
    end as label_zh
from periods
