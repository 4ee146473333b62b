select region_code, name_local, name_en, level, parent_code from marts.dim_regions where region_code = $id order by valid_from desc nulls last limit 1
