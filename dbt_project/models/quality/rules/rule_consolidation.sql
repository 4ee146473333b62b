-- A whole area is its own level and the areas directly below it. Lines that no level passes on to another add up; where
-- transfers cannot be told apart, the parts hold at least the whole and none of them more than it.
{% set innocents = [
    ('a development zone reports apart, or is counted twice', '开发区单独编报或重复计入'),
    ('transfers between the levels stand on lines of their own purpose', '级次间转移列在具体支出科目中'),
    ('an area below changed hands in the year', '下辖地区当年有区划调整'),
] %}
with judged as (
    select
        *,
        observed - expected as difference_money,
        case
            when coalesce(netting, 'unknown') = 'unknown' or coalesce(recognition, 'unknown') = 'unknown' then 'not_applicable'
            when not is_uncontested or n_stated * 20 < n_areas * 19 then 'no_data'
            -- Of areas that are all there the parts are no less than the whole; one that is missing leaves the other bound.
            when n_stated = n_areas and observed - expected > tolerance then 'fail'
            when is_by_flows and expected - observed > tolerance then 'fail'
            when not is_by_flows and largest_part - observed > tolerance then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_area_parts') }}
)

select
    {{ rule_columns('consolidation', about={
        'subject': "concat_ws(' ', region_code, cast(fiscal_year as " ~ text_type() ~ '), kind, account, stage, recognition)',
        'organisation_id': 'null',
        'sentence_en': say_by_status({
            'fail': 'The whole area states <$observed>, its own level and <n_stated> of <n_areas> areas below it add up to <$expected>: a difference of <$difference_money>.',
            'no_data': 'Undisputed totals of the own level and of nearly all areas below it are not in the book (<n_stated> of <n_areas> areas).',
            'not_applicable': 'It is not known how the figures are netted, or at which step they count.',
        }),
        'sentence_zh': say_by_status({
            'fail': '全辖数为<$observed>，本级与下辖<n_areas>个地区中<n_stated>个之和为<$expected>，相差<$difference_money>。',
            'no_data': '缺本级或下辖多数地区无争议的合计数（<n_areas>个中有<n_stated>个）。',
            'not_applicable': '抵消方式或核算环节不明。',
        }),
        'cells': "case when status = 'fail' then replace(part_cells, '[', concat_ws('', '[\"', whole_cell, '\",\"', own_cell, '\",')) end",
        'alternatives': innocent(innocents, 0),
        'alternatives_zh': innocent(innocents, 1),
    }) }}
from judged
