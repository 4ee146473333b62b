-- Everything a region may be called by: official codes, other codes, names, with the time in which a name was in force.
-- Codes count anywhere; names only below a declared region.
with regions as (
    select * from {{ ref('regions') }}
),

aliases as (
    select * from {{ ref('region_aliases') }}
)

select
    region_code,
    'code' as label_kind,
    region_code as label_key,
    cast(null as {{ text_type() }}) as parent_code,
    cast(null as date) as valid_from,
    cast(null as date) as valid_to
from regions
union
select
    region_code,
    'code' as label_kind,
    substr(region_code, 4) as label_key,
    substr(region_code, 1, 2) as parent_code,
    cast(null as date) as valid_from,
    cast(null as date) as valid_to
from regions
where length(region_code) > 3
union
{% for name in ('name_local', 'name_en', 'short_name') %}
select
    region_code,
    'name' as label_kind,
    {{ label_key(name) }} as label_key,
    cast(null as {{ text_type() }}) as parent_code,
    valid_from,
    valid_to
from regions
where {{ name }} is not null
union
{% endfor %}
select
    region_code,
    alias_kind as label_kind,
    case when alias_kind = 'code' then trim(alias) else {{ label_key('alias') }} end as label_key,
    parent_code,
    cast(null as date) as valid_from,
    cast(null as date) as valid_to
from aliases
