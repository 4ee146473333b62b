-- The scoring rules of jurisdictions: where and when each is in force, what its formulas say, and who says so. They
-- contradict each other; a score is right or wrong only under one of them.
select
    pack,
    title_en,
    title_zh,
    region_code,
    is_default,
    lower_formula,
    execution_formula,
    judged_from_ratio,
    citation,
    certainty,
    valid_from,
    valid_to,
    concat_ws(
        ' ',
        'At least: target or more full weight, less in proportion.',
        case lower_formula
            when 'linear' then 'At most: beyond the target falling in proportion, none from twice the target.'
            when 'ratio' then 'At most: beyond the target, target over actual.'
        end,
        case execution_formula
            when 'proportional' then 'Execution: weight times rate.'
            when 'bands' then 'Execution: all at 100 %, seven tenths from 80 %, half from 60 %, none below.'
        end,
        case
            when judged_from_ratio is not null
                then 'From ' || cast(cast(100 * judged_from_ratio as integer) as {{ text_type() }}) || ' % of the target left to judgement.'
        end
    ) as formulas_en,
    concat_ws(
        '',
        '正向指标：达到指标值得满分，未达到按比例计分。',
        case lower_formula
            when 'linear' then '反向指标：超过指标值按比例扣分，达到两倍不得分。'
            when 'ratio' then '反向指标：超过指标值按“指标值÷完成值”计分。'
        end,
        case execution_formula
            when 'proportional' then '预算执行率：分值×执行率。'
            when 'bands' then '预算执行率：100%得满分，80%以上得七成，60%以上得五成，不足60%不得分。'
        end,
        case
            when judged_from_ratio is not null
                then '完成值达指标值' || cast(cast(100 * judged_from_ratio as integer) as {{ text_type() }}) || '%以上的，酌情扣减。'
        end
    ) as formulas_zh
from {{ ref('score_packs') }}
