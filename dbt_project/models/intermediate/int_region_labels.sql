-- Which region a printed code or name means in the year it is printed for: 巢湖市 is a prefecture until 2011 and a county
-- since. A name counts only below the region that the contract declares; two regions of the same name at the same
-- distance leave it unmapped, with the reason. What a reviewer answered goes before both.
with printed as (
    select distinct region_declared, region_printed, fiscal_year from {{ ref('stg_amounts') }}
    union
    select distinct region_declared, region_printed, fiscal_year from {{ ref('stg_stated_figures') }}
    union
    select distinct region_declared, region_printed, fiscal_year from {{ ref('stg_indicators') }}
),

keyed as (
    select
        *,
        'code' as label_kind,
        trim(region_printed) as label_key
    from printed
    union all
    select
        *,
        'name' as label_kind,
        {{ label_key('region_printed') }} as label_key
    from printed
),

names as (
    select * from {{ ref('int_region_names') }}
),

ancestors as (
    select * from {{ ref('int_region_ancestors') }}
),

candidates as (
    select
        keyed.region_declared,
        keyed.region_printed,
        keyed.fiscal_year,
        names.region_code,
        min(names.label_kind) as label_kind,
        min(
            case
                when keyed.fiscal_year is null then case when names.valid_to is null then 0 else 100 end
                when year(names.valid_from) > keyed.fiscal_year or year(names.valid_to) < keyed.fiscal_year then 100
                else 0
            end
            + case when names.label_kind = 'code' then 0 else 10 end
            + coalesce(ancestors.distance, 9)
        ) as remoteness
    from keyed
    inner join names on keyed.label_kind = names.label_kind and keyed.label_key = names.label_key
    left join ancestors on names.region_code = ancestors.region_code and keyed.region_declared = ancestors.ancestor_code
    left join
        ancestors as scopes
    on names.parent_code = scopes.ancestor_code and keyed.region_declared = scopes.region_code
    where
        keyed.region_declared is null
        or ancestors.region_code is not null
        or (names.label_kind = 'code' and (names.parent_code is null or scopes.region_code is not null))
    group by keyed.region_declared, keyed.region_printed, keyed.fiscal_year, names.region_code
),

ranked as (
    select
        *,
        rank() over (partition by region_declared, region_printed, fiscal_year order by remoteness) as place
    from candidates
),

matched as (
    select
        region_declared,
        region_printed,
        fiscal_year,
        case when count(distinct region_code) = 1 then min(region_code) end as region_code,
        min(label_kind) as label_kind,
        {{ json_list_agg('region_code') }} as candidates
    from ranked
    where place = 1
    group by region_declared, region_printed, fiscal_year
),

answers as (
    select * from {{ ref('stg_mappings') }}
    where label_kind = 'region'
)

select
    printed.region_declared,
    printed.region_printed,
    printed.fiscal_year,
    row_number() over (
        partition by printed.region_declared, printed.region_printed order by printed.fiscal_year desc
    ) = 1 as is_latest,
    case
        when printed.region_printed is null then coalesce(printed.region_declared, 'unmapped')
        else coalesce(answers.means, matched.region_code, 'unmapped')
    end as region_code,
    case
        when
            printed.region_printed is null
            then case when printed.region_declared is null then 'unmapped' else 'declared' end
        when answers.means is not null then 'reviewed'
        when matched.region_code is null then 'unmapped'
        else matched.label_kind
    end as region_mapping_method,
    case
        when coalesce(answers.means, matched.region_code) is not null then null
        when printed.region_printed is null
            then case when printed.region_declared is null then 'no region printed and none declared' end
        when matched.candidates is not null then 'several regions of this name: ' || matched.candidates
        else 'no region of this code or name below ' || coalesce(printed.region_declared, 'any country')
    end as unmapped_reason
from printed
left join matched
    on
        {{ same('printed.region_declared', 'matched.region_declared') }}
        and printed.region_printed = matched.region_printed
        and {{ same('printed.fiscal_year', 'matched.fiscal_year') }}
left join answers
    on
        {{ same('printed.region_declared', 'answers.region_declared') }}
        and {{ label_key('printed.region_printed') }} = answers.label_key
