-- How much of a contract's year consists of exactly the figures of an earlier year, line by line. Only figures that can
-- hardly agree by chance count: at least three digits as printed, and no multiple of ten.
{% set series = ['content', 'contract_id', 'region_code'] %}
{% set place = series + ['line_id', 'stage', 'recognition', 'row_role', 'period', 'reported'] %}

with figures as (
    select
        'amounts' as content,
        contract_id,
        region_code,
        fiscal_year,
        export_id,
        line_id,
        stage,
        recognition,
        row_role,
        period_basis || month(period_end) as period,
        amount_reported as reported
    from {{ ref('fct_budget_lines') }}
    where
        is_current
        and amount_reported % 10 <> 0
        and abs(amount) >= 100 * display_unit
    union all
    select
        'targets' as content,
        contract_id,
        region_code,
        fiscal_year,
        export_id,
        indicator_id as line_id,
        'target' as stage,
        'target' as recognition,
        row_role,
        coalesce('month' || month(period_end), 'year') as period,
        target_value as reported
    from {{ ref('fct_indicators') }}
    where is_current and row_role = 'leaf' and target_value % 10 <> 0 and abs(target_value) >= 100
),

repeated as (
    select {{ place | join(', ') }}
    from figures
    group by {{ place | join(', ') }}
    having min(fiscal_year) < max(fiscal_year)
),

-- Few figures stand in the same place in two years, so only these are matched year by year.
years_of_repeated as (
    select
        figures.content,
        figures.contract_id,
        figures.region_code,
        figures.fiscal_year,
        {{ hash_id(columns_of('figures', place).split(',')) }} as place,
        count(*) as n_values
    from figures
    inner join repeated
        on
            {% for column in place %}
            {{ 'and ' if not loop.first }}{{ same('figures.' ~ column, 'repeated.' ~ column) }}
            {% endfor %}
    group by
        figures.content, figures.contract_id, figures.region_code, figures.fiscal_year,
        {{ hash_id(columns_of('figures', place).split(',')) }}
),

matches as (
    select
        years.content,
        years.contract_id,
        years.region_code,
        years.fiscal_year,
        earlier.fiscal_year as other_year,
        sum(years.n_values) as n_repeated
    from years_of_repeated as years
    inner join years_of_repeated as earlier on years.place = earlier.place and years.fiscal_year > earlier.fiscal_year
    group by years.content, years.contract_id, years.region_code, years.fiscal_year, earlier.fiscal_year
),

ranked as (
    select
        *,
        row_number()
            over (partition by {{ series | join(', ') }}, fiscal_year order by n_repeated desc, other_year desc)
            as place
    from matches
),

sizes as (
    select
        {{ series | join(', ') }},
        fiscal_year,
        min(export_id) as export_id,
        count(*) as n_values
    from figures
    group by {{ series | join(', ') }}, fiscal_year
),

dated as (
    select
        *,
        fiscal_year > min(fiscal_year) over (partition by {{ series | join(', ') }}) as has_earlier_year
    from sizes
)

select
    dated.content,
    dated.contract_id,
    dated.region_code,
    dated.fiscal_year,
    dated.export_id,
    dated.n_values,
    dated.has_earlier_year,
    ranked.other_year,
    others.export_id as other_export_id,
    cast(coalesce(ranked.n_repeated, 0) as bigint) as n_repeated
from dated
left join ranked
    on
        ranked.place = 1
        {% for column in series + ['fiscal_year'] %}
        and dated.{{ column }} = ranked.{{ column }}
        {% endfor %}
left join sizes as others
    on
        ranked.other_year = others.fiscal_year
        {% for column in series %}
        and dated.{{ column }} = others.{{ column }}
        {% endfor %}
