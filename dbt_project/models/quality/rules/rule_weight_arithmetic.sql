-- The weights of a programme add up to its printed total, else to 100, and no indicator gets more points than its
-- weight.
with judged as (
    select
        export_id,
        organisation_id,
        programme_id,
        fiscal_year,
        region_code,
        'weights' as part,
        cast(null as {{ text_type() }}) as indicator_id,
        cast(null as {{ text_type() }}) as sheet,
        cast(null as integer) as table_number,
        cast(null as integer) as row_number,
        cast(null as integer) as line_place,
        cells as total_cells,
        cast(null as {{ text_type() }}) as indicator_report_id,
        weight as observed,
        coalesce(printed_weight, 100) - points_apart as expected,
        {{ equality_status('weight', 'coalesce(printed_weight, 100) - points_apart', '0.01', 'n_weights > 0') }}
            as status
    from {{ ref('int_indicator_totals') }}
    union all
    select
        export_id,
        organisation_id,
        programme_id,
        fiscal_year,
        region_code,
        'points' as part,
        indicator_id,
        sheet,
        table_number,
        row_number,
        line_place,
        cast(null as {{ text_type() }}) as total_cells,
        indicator_report_id,
        score_claimed as observed,
        weight as expected,
        {{ ceiling_status('score_claimed', 'weight', '0.01', 'score_claimed is not null') }} as status
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
        0.01 as tolerance,
        {{ hash_id(indicator_subject('judged')) }} as subject_id,
        case when judged.status = 'fail' then {{ indicator_subject_text('judged') }} end as subject,
        case judged.part
            when 'weights' then {{ say_by_status({
                'fail': 'The weights add up to <$observed> instead of <$expected>.',
                'not_applicable': 'No weights are printed.',
            }) }}
            else {{ say_by_status({
                'fail': '<$observed> points are claimed on a weight of <$expected>.',
                'no_data': 'Points are claimed without a weight.',
                'not_applicable': 'No points are claimed.',
            }) }}
        end as sentence_en,
        case judged.part
            when 'weights' then {{ say_by_status({
                'fail': '权重之和为<$observed>，应为<$expected>。',
                'not_applicable': '未列权重。',
            }) }}
            else {{ say_by_status({
                'fail': '自评得分<$observed>高于权重<$expected>。',
                'no_data': '有得分而无权重。',
                'not_applicable': '未列得分。',
            }) }}
        end as sentence_zh,
        {{ alternatives([
            ('bonus points that the local form allows', '当地表式允许加分'),
            ('an indicator with its weight was left out of the file', '有指标及其权重未列入本表'),
        ]) }}
    from judged
    left join {{ ref('dim_exports') }} as exports on judged.export_id = exports.export_id
    left join {{ ref('dim_organisations') }} as organisations on judged.organisation_id = organisations.organisation_id
    left join {{ ref('dim_programmes') }} as programmes on judged.programme_id = programmes.programme_id
    left join {{ ref('dim_indicators') }} as indicators on judged.indicator_id = indicators.indicator_id
)

select
    {{ rule_columns('weight_arithmetic') }}
from results
