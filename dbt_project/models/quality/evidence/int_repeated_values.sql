-- How much of a contract's year consists of exactly the figures of an earlier year, line by line. Only figures that
-- can hardly agree by chance count: at least three digits as printed, and no multiple of ten.
with figures as (
    select
        'amounts' as content,
        contract_id,
        region_code,
        fiscal_year,
        export_id,
        {{ hash_id(['line_id', 'stage', 'recognition', 'source', 'row_role', 'month(period_end)', 'period_basis', 'comparison']) }}
            as place,
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
        indicator_id as place,
        target_value as reported
    from {{ ref('fct_indicators') }}
    where is_current and row_role = 'leaf' and target_value % 10 <> 0 and abs(target_value) >= 100
),

sizes as (
    select
        content,
        contract_id,
        region_code,
        fiscal_year,
        min(export_id) as export_id,
        count(*) as n_values
    from figures
    group by content, contract_id, region_code, fiscal_year
),

earlier as (
    select distinct content, contract_id, region_code, fiscal_year, place, reported from figures
),

matches as (
    select
        figures.content,
        figures.contract_id,
        figures.region_code,
        figures.fiscal_year,
        earlier.fiscal_year as other_year,
        count(*) as n_repeated
    from figures
    inner join earlier
        on
            figures.content = earlier.content
            and figures.contract_id = earlier.contract_id
            and figures.region_code = earlier.region_code
            and figures.place = earlier.place
            and figures.reported = earlier.reported
            and figures.fiscal_year > earlier.fiscal_year
    group by figures.content, figures.contract_id, figures.region_code, figures.fiscal_year, earlier.fiscal_year
),

ranked as (
    select
        *,
        row_number()
            over (partition by content, contract_id, region_code, fiscal_year order by n_repeated desc, other_year desc)
            as place
    from matches
),

years as (
    select
        content,
        contract_id,
        region_code,
        min(fiscal_year) as first_year
    from sizes
    group by content, contract_id, region_code
)

select
    sizes.*,
    ranked.other_year,
    others.export_id as other_export_id,
    coalesce(ranked.n_repeated, 0) as n_repeated,
    sizes.fiscal_year > years.first_year as has_earlier_year
from sizes
inner join years
    on sizes.content = years.content and sizes.contract_id = years.contract_id and sizes.region_code = years.region_code
left join ranked
    on
        sizes.content = ranked.content
        and sizes.contract_id = ranked.contract_id
        and sizes.region_code = ranked.region_code
        and sizes.fiscal_year = ranked.fiscal_year
        and ranked.place = 1
left join sizes as others
    on
        sizes.content = others.content
        and sizes.contract_id = others.contract_id
        and sizes.region_code = others.region_code
        and ranked.other_year = others.fiscal_year
