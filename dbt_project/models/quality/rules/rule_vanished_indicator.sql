-- An indicator that was reported for three years as more than nothing and is nothing, blank or gone this year, though its programme
-- reported and its other indicators went on.
{{ config(materialized='table') }}
{% set least_going_on, least_count = 0.5, 7 %}
{% set form = ['contract_id', 'region_code', 'organisation_id', 'programme_id'] %}
with runs as (
    select *, fiscal_year + 1 as next_year
    from {{ ref('int_indicator_runs') }}
    where programme_id is not null
),

forms as (
    select
        {{ form | join(', ') }}, fiscal_year,
        count(*) as n_reported,
        min(indicator_report_id) as one_report_id
    from runs
    group by {{ form | join(', ') }}, fiscal_year
),

last_year as (
    select max(fiscal_year) as fiscal_year from runs
),

-- Words where a figure used to stand are no figure, but not nothing either.
worded as (
    select indicator_id, fiscal_year
    from {{ ref('int_indicator_facts') }}
    where actual_value is null and actual_text is not null
    group by indicator_id, fiscal_year
),

followed as (
    select
        ended.*,
        now.one_report_id,
        now.n_reported as n_now,
        before.n_reported as n_before,
        next_runs.indicator_report_id as next_report_id,
        next_runs.actual_value as next_actual,
        worded.indicator_id is not null as is_worded,
        count(*) over same_form as n_expected,
        count(next_runs.actual_value) over same_form as n_going_on
    from runs as ended
    left join forms as now
        on
            ended.next_year = now.fiscal_year
            {%- for name in form %}
            and {{ same('ended.' ~ name, 'now.' ~ name) }}
            {%- endfor %}
    left join forms as before
        on
            ended.fiscal_year = before.fiscal_year
            {%- for name in form %}
            and {{ same('ended.' ~ name, 'before.' ~ name) }}
            {%- endfor %}
    left join runs as next_runs on ended.indicator_id = next_runs.indicator_id and ended.next_year = next_runs.fiscal_year
    left join worded on ended.indicator_id = worded.indicator_id and ended.next_year = worded.fiscal_year
    cross join last_year
    where ended.is_long_positive and ended.next_year <= last_year.fiscal_year
    window
        same_form as (
            partition by
                {%- for name in form %}
                ended.{{ name }},
                {%- endfor %}
                ended.next_year
        )
),

placed as (
    select
        followed.*,
        last_reports.indicator_name, last_reports.organisation_name, last_reports.programme_name, last_reports.direction,
        last_reports.nature, last_reports.is_share,
        this_reports.target_value as next_target,
        coalesce(this_reports.export_id, siblings.export_id, last_reports.export_id) as export_id,
        coalesce(this_reports.period_end, siblings.period_end) as period_end,
        followed.n_expected - 1 as n_others,
        followed.n_going_on - case when followed.next_actual is not null then 1 else 0 end as n_others_on
    from followed
    inner join {{ ref('int_indicator_facts') }} as last_reports on followed.indicator_report_id = last_reports.indicator_report_id
    left join {{ ref('int_indicator_facts') }} as this_reports on followed.next_report_id = this_reports.indicator_report_id
    left join {{ ref('int_indicator_facts') }} as siblings on followed.one_report_id = siblings.indicator_report_id
),

judged as (
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
    from placed
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
        'alternatives': innocent([
            ('the activity ended or moved to another programme', '该项工作已结束或转入其他项目'),
            ('the indicator goes on under another name', '指标更名后继续报告'),
        ], 0),
        'alternatives_zh': innocent([
            ('the activity ended or moved to another programme', '该项工作已结束或转入其他项目'),
            ('the indicator goes on under another name', '指标更名后继续报告'),
        ], 1),
    }) }}
from judged
