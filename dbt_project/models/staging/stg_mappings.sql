-- What reviewers said a printed label means, under the keys by which labels are recognised. The same answer given twice
-- is one, with the last who gave it.
with answers as (
    select
        *,
        case when kind = 'region' then 'region' else 'item' end as label_kind,
        nullif(trim(code), '') as code_key,
        {{ label_key('label') }} as label_key
    from {{ landed_source('mappings') }}
),

ordered as (
    select
        *,
        row_number() over (
            partition by label_kind, system, under, code_key, label_key, means order by reviewed_on desc, place desc
        ) as recency
    from answers
)

select
    label_kind,
    system,
    under as region_declared,
    code_key,
    label_key,
    means,
    reviewer,
    reviewed_on,
    note,
    place
from ordered
where recency = 1 and (code_key is not null or label_key is not null)
