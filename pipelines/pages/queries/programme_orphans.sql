select programme_id, programme_name, organisation_name, year.region_code, fiscal_year, sides, coalesce(budget, executed) as money, executed, currency, n_indicators
from quality.fct_programme_years as year
left join marts.dim_organisations using (organisation_id)
where sides in ('money_without_targets', 'targets_without_money')
order by money desc nulls last, n_indicators desc, programme_id, fiscal_year desc, organisation_name
limit 30
