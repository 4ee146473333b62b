select organisation.organisation_id, organisation.organisation_name, organisation.region_code, coalesce(found.n_findings, 0) as n_findings,
    coalesce(found.n_open, 0) as n_open, coalesce(programmes.n_programmes, 0) as n_programmes
from marts.dim_organisations as organisation
left join (
    select organisation_id, count(*) as n_findings, count(*) filter (where state = 'open' and severity <> 'info') as n_open
    from quality.fct_findings
    group by organisation_id
) as found using (organisation_id)
left join (
    select organisation_id, count(distinct programme_id) as n_programmes from quality.fct_programme_years group by organisation_id
) as programmes using (organisation_id)
where $region::varchar is null or organisation.region_code = $region
order by n_open desc, organisation_name
limit 200
