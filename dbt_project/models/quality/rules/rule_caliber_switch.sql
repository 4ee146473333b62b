-- A figure of the level itself that is to the digit that of the whole area, where in most other years it was not,
-- was taken from the other caliber. The nearer the two lie in other years, the likelier chance made them meet.
with judged as (
    select
        *,
        n_other_years + 1 - n_equal as n_unequal,
        figure as observed,
        area_figure as expected,
        0 as tolerance,
        case
            when n_other_years < 2 then 'no_data'
            -- Whoever has nothing below has one figure for both; and rounded figures meet by chance where they lie near.
            when figure = area_figure and 2 * n_equal <= n_other_years and usual_gap >= 10 * last_digit then 'fail'
            when figure = area_figure and n_equal = 1 and n_other_years >= 3 and usual_gap >= 4 * last_digit then 'fail'
            else 'pass'
        end as status,
        case when usual_gap < 10 * last_digit then 'warning' end as severity_here
    from {{ ref('int_scope_pairs') }}
),

results as (
    select
        judged.*,
        cast(null as {{ text_type() }}) as other_export_id,
        cast(null as decimal(38, 4)) as difference_money,
        {{ hash_id(['judged.content', 'judged.series_id', 'judged.fiscal_year', 'judged.period_end']) }} as subject_id,
        concat_ws(
            ' / ', coalesce(organisations.organisation_name, judged.region_code), judged.label,
            cast(judged.fiscal_year as {{ text_type() }})
        ) as subject,
        {{ say_by_status({
            'fail': 'The figure of the level itself, <$observed>, is exactly that of the whole area; in <n_unequal> of the <n_other_years> other years it was not.',
            'no_data': 'Fewer than two other years under both calibers.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '本级数<$observed>与全辖数完全相同，而其余<n_other_years>年中有<n_unequal>年不相同：疑为口径误用。',
            'no_data': '两种口径均有数据的其他年度不足两年。',
        }) }} as sentence_zh,
        {{ json_list(['judged.figure_id', 'judged.area_figure_id']) }} as cells,
        {{ alternatives([
            ('everything below was merged into the level itself', '下属单位已并入本级'),
        ]) }}
    from judged
    left join {{ ref('dim_organisations') }} as organisations on judged.organisation_id = organisations.organisation_id
)

select
    {{ rule_columns('caliber_switch', severity='severity_here', about={
        'programme_id': 'programme_id', 'indicator_id': 'indicator_id', 'about_id': 'figure_id', 'strength': "case when status = 'fail' then 0.9 - 2.0 * last_digit / usual_gap end",
    }) }}
from results
