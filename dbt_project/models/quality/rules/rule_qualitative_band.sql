-- A result graded in words earns the points of its band: 达成 80 to 100 %, 部分达成 60 to 80 %, 未达成 below 60 % of the
-- weight. The bands are those of the self-evaluation form, so only tables under such a form are judged.
with graded as (
    select
        *,
        case
            when {{ matches('actual_text', '部分达成|部分完成|partly') }} then 0.8
            when {{ matches('actual_text', '未达成|未完成|not achieved') }} then 0.6
            when {{ matches('actual_text', '达成预期|达成年度|fully achieved') }} then 1.0
        end as best_share,
        case
            when {{ matches('actual_text', '部分达成|部分完成|partly') }} then 0.6
            when {{ matches('actual_text', '未达成|未完成|not achieved') }} then 0.0
            when {{ matches('actual_text', '达成预期|达成年度|fully achieved') }} then 0.8
        end as least_share
    from {{ ref('int_indicator_facts') }}
),

judged as (
    select
        *,
        score_claimed as observed,
        case when score_claimed > best_share * weight then best_share else least_share end * weight as expected,
        0.01 as tolerance,
        case
            when score_pack is null or best_share is null or actual_value is not null then 'not_applicable'
            when score_claimed is null or weight is null then 'no_data'
            -- Both sides of a border are allowed: the texts differ in which band holds 80 and 60 %.
            when score_claimed between least_share * weight - 0.01 and best_share * weight + 0.01 then 'pass'
            else 'fail'
        end as status
    from graded
)

select
    {{ indicator_rule_columns(
        'qualitative_band',
        en='<$observed> points are claimed for “<actual_text>”; its band ends at <$expected> of <$weight>.',
        zh='“<actual_text>”自评得分<$observed>，而该档次以<$expected>为限（分值<$weight>）。',
        pairs=[
            ('the local rule pack cuts the bands elsewhere', '当地评分办法的档次划分不同'),
        ]
    ) }}
from judged
