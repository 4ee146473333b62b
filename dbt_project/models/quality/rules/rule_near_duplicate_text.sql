-- A report is in its own words: three times two sentences in a row that another organisation's text has too were copied.
with judged as (
    select
        facts.*,
        shared.n_runs,
        shared.other_organisation,
        shared.other_report_id,
        shared.n_runs as observed,
        3 as expected,
        0 as tolerance,
        case
            when facts.narrative is null or facts.organisation_id is null then 'not_applicable'
            when shared.n_runs >= 3 then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }} as facts
    left join {{ ref('int_shared_texts') }} as shared on facts.indicator_report_id = shared.indicator_report_id
)

select
    {{ indicator_rule_columns(
        'near_duplicate_text',
        en='Runs of sentences (<n_runs>) are those of <other_organisation>.',
        zh='有<n_runs>处连续语句与<other_organisation>相同。',
        pairs=[
            ('both reports were drawn up by one office', '两份报告由同一机构代编'),
            ('official wording that must be used', '须使用的规范表述'),
        ],
        cells=['indicator_report_id', 'other_report_id'],
        strength='least(0.75, 0.55 + 0.03 * n_runs)'
    ) }}
from judged
