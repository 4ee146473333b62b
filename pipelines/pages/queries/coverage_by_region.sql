with wanted as (
    select region_code, fiscal_year, count(*) as n, count(*) filter (where status = 'received') as n_received
    from quality.fct_coverage
    group by region_code, fiscal_year
),

shown as (select region_code from wanted group by region_code order by sum(n) desc, region_code limit 30)

select wanted.*, region.name_local, region.name_en
from wanted
left join (select region_code, any_value(name_local) as name_local, any_value(name_en) as name_en from marts.dim_regions group by region_code) as region
    using (region_code)
where region_code in (select region_code from shown) and fiscal_year > (select max(fiscal_year) - 10 from wanted)
order by region_code, fiscal_year
