-- A figure of the level itself that is to the digit that of the whole area, where chance would hardly have made the two meet,
-- was taken from the other caliber.
with judged as (
    select
        *,
        n_other_years + 1 - n_equal as n_unequal,
        figure as observed,
        area_figure as expected,
        0 as tolerance,
        cast(ceil(1000 * chance) as integer) as n_per_thousand,
        case
            when n_other_years < 2 then 'no_data'
            -- Whoever has nothing below has one figure for both in most years, and no gap to speak of.
            when chance <= 0.03 then 'fail'
            else 'pass'
        end as status,
        -- Somebody small below who does nothing for a year looks the same.
        case when chance > 0.001 or n_equal > 1 then 'warning' end as severity_here
    from {{ ref('int_scope_meetings') }}
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
            'fail': 'The figure of the level itself, <$observed>, is exactly that of the whole area; in <n_unequal> of the <n_other_years> other years it was not. By how far they lay apart, chance makes them meet in at most <n_per_thousand> of 1,000 years.',
            'no_data': 'Fewer than two other years under both calibers.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '本级数<$observed>与全辖数完全相同，而其余<n_other_years>年中有<n_unequal>年不相同；按各年差距，偶然相同的可能不超过千分之<n_per_thousand>：疑为口径误用。',
            'no_data': '两种口径均有数据的其他年度不足两年。',
        }) }} as sentence_zh,
        {{ json_list(['judged.figure_id', 'judged.area_figure_id']) }} as cells,
        {{ alternatives([
            ('everything below was merged into the level itself', '下属单位已并入本级'),
            ('what lies below did nothing that year', '下属单位当年无此项发生'),
        ]) }}
    from judged
    left join {{ ref('dim_organisations') }} as organisations on judged.organisation_id = organisations.organisation_id
)

select
    {{ rule_columns('caliber_switch', severity='severity_here', about={
        'programme_id': 'programme_id', 'indicator_id': 'indicator_id', 'about_id': 'figure_id', 'strength': "case when status = 'fail' then 0.9 / (1 + 10 * chance) end",
    }) }}
from results
