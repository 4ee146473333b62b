-- Three counts do not make up more than a tenth of a table: figures that were counted are many.
with tables as (
    select
        facts.export_id,
        min(exports.slot) as slot,
        min(facts.contract_id) as contract_id,
        min(facts.region_code) as region_code,
        max(facts.fiscal_year) as fiscal_year,
        max(facts.period_end) as period_end
    from {{ ref('int_indicator_facts') }} as facts
    left join {{ ref('dim_exports') }} as exports on facts.export_id = exports.export_id
    group by facts.export_id
),

counts as (
    select
        export_id,
        counted,
        count(*) as n_times,
        sum(count(*)) over (partition by export_id) as n_counts,
        sum(count(*)) over (
            partition by export_id order by ln(counted) range between 0.05 preceding and 0.05 following
        ) as n_around
    from {{ ref('int_counted_values') }}
    group by export_id, counted
),

-- Among many counts of like size some meet by chance. Within 5 % of a count lie 0.08 times as many whole numbers that end in
-- neither 0 nor 5; what stands out is four times as often there as its neighbours let expect, and one.
frequent as (
    select
        *,
        n_times >= 4 * (1 + (n_around - n_times) / (0.08 * counted)) as stands_out,
        row_number() over (partition by export_id order by n_times desc, counted) as place
    from counts
),

most as (
    select
        export_id,
        max(n_counts) as n_counts,
        sum(case when place <= 3 and stands_out then n_times else 0 end) as n_most,
        {% for place in [1, 2, 3] %}
        max(case when place = {{ place }} and stands_out then cast(counted as {{ text_type() }}) end)
            as figure_{{ place }}{{ ',' if not loop.last }}
        {% endfor %}
    from frequent
    group by export_id
),

judged as (
    select
        tables.*,
        cast(null as {{ text_type() }}) as organisation_id,
        most.n_counts,
        most.n_most,
        concat_ws(', ', most.figure_1, most.figure_2, most.figure_3) as figures,
        most.n_most as observed,
        0.1 * most.n_counts as expected,
        0 as tolerance,
        case
            when most.n_counts is null then 'not_applicable'
            when most.n_counts < 100 then 'no_data'
            when most.n_most > 0.1 * most.n_counts then 'fail'
            else 'pass'
        end as status
    from tables
    left join most on tables.export_id = most.export_id
)

select
    {{ reporter_rule_columns(
        'repeated_figures',
        en={
            'fail': '<n_most> of <n_counts> counts of this table are <figures>, none of them round or a target. A reason to look, not a verdict.',
            'no_data': 'Fewer than a hundred counts of three and more digits.',
            'not_applicable': 'No counts of three and more digits.',
        },
        zh={
            'fail': '该表<n_counts>个计数中有<n_most>个为<figures>，均非整数也非目标。仅供选取核查对象。',
            'no_data': '三位以上的计数不足一百个。',
            'not_applicable': '没有三位以上的计数。',
        },
        pairs=[
            ('the same figure belongs on several lines, as a number of inhabitants does', '同一数字本应填在多行，如人口数'),
            ('an amount fixed by law for everybody', '法定的统一标准'),
        ],
        strength='least(0.4, 0.2 + cast(observed as double) / n_counts)',
        subject_id=hash_id(['slot']),
        subject="concat_ws(' / ', contract_id, cast(fiscal_year as " ~ text_type() ~ '))'
    ) }}
from judged
