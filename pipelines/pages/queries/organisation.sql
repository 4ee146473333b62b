select organisation.*, region.name_local, region.name_en
from marts.dim_organisations as organisation
left join marts.dim_regions as region using (region_code)
where organisation.organisation_id = $id
limit 1
