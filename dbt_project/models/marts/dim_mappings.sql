-- Every reviewed answer with the printed labels it decides, who gave it and when; one that decides nothing stands there
-- with no printed label.
with answers as (
    select * from {{ ref('stg_mappings') }}
),

decided as (
    select distinct
        'item' as label_kind,
        system,
        cast(null as {{ text_type() }}) as region_declared,
        nullif(trim(code), '') as code_key,
        {{ label_key('label') }} as label_key,
        code as code_printed,
        label as label_printed,
        item_id
    from {{ ref('int_item_labels') }}
    where mapping_method = 'reviewed'
    union
    select distinct
        'region' as label_kind,
        cast(null as {{ text_type() }}) as system,
        region_declared,
        cast(null as {{ text_type() }}) as code_key,
        {{ label_key('region_printed') }} as label_key,
        cast(null as {{ text_type() }}) as code_printed,
        region_printed as label_printed,
        cast(null as {{ text_type() }}) as item_id
    from {{ ref('int_region_labels') }}
    where region_mapping_method = 'reviewed'
)

select
    answers.label_kind,
    answers.system,
    answers.region_declared,
    decided.code_printed,
    decided.label_printed,
    decided.item_id,
    answers.means,
    answers.reviewer,
    answers.reviewed_on,
    answers.note,
    answers.place
from answers
left join decided
    on
        answers.label_kind = decided.label_kind
        and (
            answers.label_kind = 'region'
            or ({{ same('answers.system', 'decided.system') }} and {{ same('answers.code_key', 'decided.code_key') }})
        )
        and (answers.label_kind = 'item' or {{ same('answers.region_declared', 'decided.region_declared') }})
        and {{ same('answers.label_key', 'decided.label_key') }}
