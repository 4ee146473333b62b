-- Women and men add up to all. Where the total lies between the two it is a mean or a rate, and where it is below both of
-- what only their units tell apart it counts other things.
with parts as (
    select * from {{ ref('int_women_and_men') }}
),

totals as (
    select * from {{ ref('int_indicator_facts') }}
),

compared as (
    select
        totals.*,
        parts.part,
        parts.women_report_id,
        parts.men_report_id,
        parts.women + parts.men as observed,
        parts.everybody as expected,
        parts.tolerance,
        parts.everybody between case when not parts.is_told_by_unit then least(parts.women, parts.men) else 0 end
        and greatest(parts.women, parts.men) as is_no_sum
    from parts
    inner join totals on parts.all_report_id = totals.indicator_report_id
),

judged as (
    select
        * replace ({{ hash_id(['subject_id', 'part']) }} as subject_id),
        case part when 'target' then '指标值' else '完成值' end as part_zh,
        case when observed > expected then 'more' else 'fewer' end as relation,
        case when observed > expected then '多于' else '少于' end as relation_zh,
        -- Fewer may be true: some are of neither sex, or nobody asked.
        case when observed < expected then 'warning' end as severity_here,
        case
            when observed is null or expected is null then 'no_data'
            when abs(observed - expected) <= tolerance then 'pass'
            when is_no_sum then 'not_applicable'
            else 'fail'
        end as status
    from compared
)

select
    {{ programme_rule_columns(
        'women_and_men',
        en={
            'fail': 'Women and men together are <$observed>, <relation> than the <$expected> stated for all (<part>).',
            'no_data': 'Women, men or all are not stated as a number.',
            'not_applicable': 'The figure for all is below that for women or men, as a mean, a rate or a count of other things is: no sum.',
        },
        zh={
            'fail': '男女分列数合计<$observed>，<relation_zh>总数<$expected>（<part_zh>）。',
            'no_data': '男、女或总数未以数字列示。',
            'not_applicable': '总数小于男或女一方，属平均数、比率或其他对象的计数，不可相加。',
        },
        pairs=[
            ('some are of neither sex, or their sex is not known', '部分对象性别未登记'),
            ('organisations are counted among all', '总数中含单位'),
            ('the three were counted at different times, or as persons and as visits', '三个数的统计时点或单位（人、人次）不同'),
        ],
        severity='severity_here',
        strength="case when severity_here is null then 0.95 else 0.6 end",
        about={
            'subject_id': 'subject_id',
            'subject': "case when status = 'fail' then " ~ indicator_words_of_subject() ~ ' end',
            'indicator_id': 'indicator_id',
            'about_id': 'indicator_report_id',
            'cells': "case when status = 'fail' then " ~ json_list(['indicator_report_id', 'women_report_id', 'men_report_id']) ~ ' end',
        }
    ) }}
from judged
