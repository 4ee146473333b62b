-- An indicator that was reported for three years as more than nothing and is nothing, blank or gone this year, though its programme
-- reported and its other indicators went on.
{{ config(materialized='table') }}
{% set least_going_on, least_count = 0.5, 7 %}
{% set innocents = [
    ('the activity ended or moved to another programme', '该项工作已结束或转入其他项目'),
    ('the indicator goes on under another name', '指标更名后继续报告'),
] %}
with decided as (
    select
        *,
        cast(next_actual as decimal(38, 6)) as observed,
        cast(actual_value as decimal(38, 6)) as expected,
        null as tolerance,
        case when next_actual is null then 'not reported' else 'nothing' end as what_en,
        case when next_actual is null then '未再报告' else '为零' end as what_zh,
        case
            when n_now is null then 'not_applicable'
            when next_actual > 0 then 'pass'
            when is_worded then 'no_data'
            -- The whole form changed, or another indicator came in its place.
            when n_others < 2 or n_others_on < {{ least_going_on }} * n_others then 'not_applicable'
            when next_actual is null and n_now >= n_before then 'not_applicable'
            when next_actual is null then 'fail'
            when direction = 'lower' or nature = 'cost' or next_target = 0 then 'pass'
            -- Of a count of seven a year, one year in a thousand has none by chance.
            when not is_share and mean_of_three < {{ least_count }} then 'pass'
            else 'fail'
        end as status
    from {{ ref('int_followed_runs') }}
),

-- Names of the few that are told.
named as (
    select facts.indicator_report_id, facts.indicator_name, facts.organisation_name, facts.programme_name
    from {{ ref('int_indicator_facts') }} as facts
    inner join decided on facts.indicator_report_id = decided.indicator_report_id
    where decided.status = 'fail'
),

judged as (
    select
        decided.*,
        named.indicator_name, named.organisation_name, named.programme_name
    from decided
    left join named on decided.indicator_report_id = named.indicator_report_id
)

select
    {{ rule_columns('vanished_indicator', about={
        'subject_id': hash_id(['contract_id', 'indicator_id', 'next_year']),
        'subject': "case when status = 'fail' then concat_ws(' / ', coalesce(organisation_name, contract_id), programme_name, indicator_name, "
            ~ 'cast(next_year as ' ~ text_type() ~ ')) end',
        'other_export_id': 'null',
        'fiscal_year': 'next_year',
        'difference_money': 'null',
        'programme_id': 'programme_id',
        'indicator_id': 'indicator_id',
        'about_id': 'coalesce(next_report_id, indicator_report_id)',
        'strength': '0.1 * n_others_on / nullif(n_others, 0)',
        'observed': "case when status in ('pass', 'fail') then observed end",
        'expected': "case when status in ('pass', 'fail') then expected end",
        'sentence_en': say_by_status({
            'fail': 'Three years in a row figures were reported, <$expected> last; this year it is <what_en>, while <n_others_on> of its <n_others> other such indicators went on.',
            'no_data': 'Words stand where the figure was.',
            'not_applicable': 'The programme did not report, its form changed, or other indicators came in its place.',
        }),
        'sentence_zh': say_by_status({
            'fail': '该指标连续三年有数（上年<$expected>），本年<what_zh>；其余此类指标<n_others>项中<n_others_on>项仍在报告。',
            'no_data': '原为数值，本年为文字。',
            'not_applicable': '项目本年未报告、表式已变，或已由其他指标替代。',
        }),
        'cells': "case when status = 'fail' then " ~ json_list(['next_report_id', 'indicator_report_id']) ~ ' end',
        'alternatives': innocent(innocents, 0),
        'alternatives_zh': innocent(innocents, 1),
    }) }}
from judged
