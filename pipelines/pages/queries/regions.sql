with books as (
    select region_code, count(*) as n_exports, max(last_received_at) as newest from marts.dim_exports where is_current group by region_code
),

found as (
    select region_code, count(*) as n_findings, count(*) filter (where state = 'open' and severity <> 'info') as n_open
    from quality.fct_findings
    group by region_code
)

select region_code, region.name_local, region.name_en, books.n_exports, books.newest, found.n_findings, found.n_open
from books
full join found using (region_code)
left join (select region_code, any_value(name_local) as name_local, any_value(name_en) as name_en from marts.dim_regions group by region_code) as region
    using (region_code)
where region_code is not null
order by coalesce(found.n_open, 0) desc, region_code
limit 200
