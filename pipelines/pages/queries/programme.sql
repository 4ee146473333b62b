select programme.*, organisation.organisation_name, region.name_local, region.name_en
from marts.dim_programmes as programme
left join marts.dim_organisations as organisation using (organisation_id)
left join marts.dim_regions as region on region.region_code = programme.region_code
where programme.programme_id = $id
limit 1
