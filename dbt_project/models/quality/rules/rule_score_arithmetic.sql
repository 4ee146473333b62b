-- A total score is the sum of its indicators' scores, and no score is above what the official rule gives for the
-- reported values.
with judged as (
    select
        export_id,
        organisation_id,
        programme_id,
        fiscal_year,
        region_code,
        'total' as part,
        cast(null as {{ text_type() }}) as indicator_id,
        cast(null as {{ text_type() }}) as score_pack,
        cast(null as {{ text_type() }}) as sheet,
        cast(null as integer) as table_number,
        cast(null as integer) as row_number,
        cast(null as integer) as line_place,
        cells as total_cells,
        cast(null as {{ text_type() }}) as indicator_report_id,
        printed_score as observed,
        -- Points for the execution rate that are scored apart may lie anywhere between none and all.
        score + points_apart / 2.0 as expected,
        0.01 + points_apart / 2.0 as tolerance,
        {{ equality_status(
            'printed_score', 'score + points_apart / 2.0', '0.01 + points_apart / 2.0', 'printed_score is not null'
        ) }} as status
    from {{ ref('int_indicator_totals') }}
    union all
    select
        export_id,
        organisation_id,
        programme_id,
        fiscal_year,
        region_code,
        'recomputed' as part,
        indicator_id,
        score_pack,
        sheet,
        table_number,
        row_number,
        line_place,
        cast(null as {{ text_type() }}) as total_cells,
        indicator_report_id,
        score_claimed as observed,
        score_recomputed as expected,
        0.01 as tolerance,
        {{ ceiling_status('score_claimed', 'score_recomputed', '0.01', 'score_claimed is not null') }} as status
    from {{ ref('fct_indicators') }}
    where is_current and row_role = 'leaf'
),

results as (
    select
        judged.*,
        -- Of a million results words and lists are put together for failures only.
        case when judged.status = 'fail' then coalesce(judged.total_cells, {{ json_list(['judged.indicator_report_id']) }}) end as cells,
        cast(null as {{ text_type() }}) as other_export_id,
        cast(null as date) as period_end,
        cast(null as decimal(38, 4)) as difference_money,
        {{ hash_id(indicator_subject('judged')) }} as subject_id,
        case when judged.status = 'fail' then {{ indicator_subject_text('judged') }} end as subject,
        case
            when judged.part = 'total' then {{ say_by_status({
                'fail': 'The total score is stated as <$observed>, the scores of its indicators add up to <$expected>.',
                'no_data': 'A total score is stated but no score of an indicator.',
                'not_applicable': 'No total score is stated.',
            }) }}
            when judged.status = 'pass' and judged.observed < judged.expected - 0.01
                then {{ say('Only <$observed> points are claimed where the rule gives <$expected>.') }}
            else {{ say_by_status({
                'fail': '<$observed> points are claimed; target and achieved value give <$expected> under the scoring rules <score_pack>.',
                'no_data': 'Target, achieved value or direction is not a number that can be scored.',
                'not_applicable': 'No score is claimed.',
            }) }}
        end as sentence_en,
        case
            when judged.part = 'total' then {{ say_by_status({
                'fail': '总分列为<$observed>，各指标得分之和为<$expected>。',
                'no_data': '列有总分而无指标得分。',
                'not_applicable': '未列总分。',
            }) }}
            when judged.status = 'pass' and judged.observed < judged.expected - 0.01
                then {{ say('自评得分<$observed>，低于按规则应得的<$expected>。') }}
            else {{ say_by_status({
                'fail': '自评得分<$observed>，按<score_pack>评分规则，由指标值与完成值应得<$expected>。',
                'no_data': '指标值、完成值或方向无法计分。',
                'not_applicable': '未列得分。',
            }) }}
        end as sentence_zh,
        {{ alternatives([
            ('the rules in force there score it by another formula: see caliber scores --packs', '当地评分办法对该类指标另有公式'),
            ('target and achieved value are counted in different units', '指标值与完成值计量单位不同'),
        ]) }}
    from judged
    left join {{ ref('dim_exports') }} as exports on judged.export_id = exports.export_id
    left join {{ ref('dim_organisations') }} as organisations on judged.organisation_id = organisations.organisation_id
    left join {{ ref('dim_programmes') }} as programmes on judged.programme_id = programmes.programme_id
    left join {{ ref('dim_indicators') }} as indicators on judged.indicator_id = indicators.indicator_id
)

select
    {{ rule_columns('score_arithmetic', about={'suggested': "case when part = 'recomputed' then expected end"}) }}
from results
