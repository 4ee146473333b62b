-- Single months do not grow by a month's worth each: from where each figure is the sum of all before it and a bit more,
-- they are cumulative.
with marked as (
    select
        *,
        max(case when figure < last_figure then place else 2 end) over series as last_fall,
        max(case when place = n_months then figure end) over series as last_of_year
    from {{ ref('int_months') }}
    window series as (partition by content, contract_id, series_id, fiscal_year)
),

-- Where the sums could begin: no fall comes later, and this month is all before it and up to four months' worth more.
begun as (
    select
        content,
        contract_id,
        series_id,
        fiscal_year,
        min(place) as begins
    from marked
    where
        place >= last_fall and place >= 2 and place < n_months and before > 0
        and figure between before * (1 + 0.1 / (place - 1)) and before * (1 + 4.0 / (place - 1))
        and last_of_year >= before / (place - 1) * 0.5 * n_months
    group by content, contract_id, series_id, fiscal_year
),

judged as (
    select
        marked.*,
        begun.begins,
        marked.figure as observed,
        marked.figure - marked.before as expected,
        0 as tolerance,
        case
            when marked.n_months < 4 then 'no_data'
            when begun.begins is not null then 'fail'
            else 'pass'
        end as status
    from marked
    left join begun
        on
            marked.content = begun.content and marked.contract_id = begun.contract_id
            and marked.series_id = begun.series_id and marked.fiscal_year = begun.fiscal_year
    where marked.place = coalesce(begun.begins, marked.n_months)
),

results as (
    select
        judged.*,
        cast(null as {{ text_type() }}) as other_export_id,
        cast(null as decimal(38, 4)) as difference_money,
        {{ hash_id(['judged.contract_id', 'judged.series_id', 'judged.fiscal_year', "'months'"]) }} as subject_id,
        concat_ws(' / ', judged.region_code, judged.label, cast(judged.fiscal_year as {{ text_type() }})) as subject,
        {{ say_by_status({
            'fail': 'From <period_end> on each month is the sum of all before it and more, <$observed>: cumulative figures in a table of single months; the month itself would be <$expected>.',
            'no_data': 'Fewer than four months.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '自<period_end>起各月数（<$observed>）为此前各月之和并递增：分月表中混入累计数，当月应约为<$expected>。',
            'no_data': '不足四个月。',
        }) }} as sentence_zh,
        {{ json_list(['judged.figure_id']) }} as cells,
        {{ alternatives([
            ('output really multiplied in the last months', '后几个月确有成倍增长'),
        ]) }}
    from judged
)

select
    {{ rule_columns('cumulative_or_month', about={
        'programme_id': 'programme_id', 'indicator_id': 'indicator_id', 'about_id': 'figure_id', 'strength': '0.93', 'suggested': 'expected',
    }) }}
from results
