-- What a rating means for the next budget: one rated fair is cut, one rated poor cancelled or suspended, by the words of
-- seeds/budget_consequences.csv, under the self-evaluation forms these are from. Only that the budget did not fall at all is
-- said, and only where nobody recorded a reason.
with ratings as (
    select
        rated.programme_id,
        {{ carrier_of('rated') }} as organisation_id,
        fiscal_year,
        coalesce(max(case when row_role = 'grand_total' then grade end), max(grade)) as grade,
        max(stated_reason) is not null as is_explained
    from {{ ref('fct_indicators') }} as rated
    inner join {{ ref('int_programme_carriers') }} as carriers on rated.programme_id = carriers.programme_id
    where is_current and (grade is not null or explanation is not null)
    group by rated.programme_id, {{ carrier_of('rated') }}, fiscal_year
),

years as (
    select
        results.*,
        exports.contract_id,
        coalesce(organisations.organisation_name, organisations.organisation_code) as organisation_name,
        ratings.grade,
        case
            when {{ matches('lower(ratings.grade)', '差|poor') }} then 0
            when {{ matches('lower(ratings.grade)', '中|fair') }} then 60
            when ratings.grade is not null then 90
            else results.score_claimed
        end as rated,
        coalesce(ratings.is_explained, false) or coalesce(followed.is_explained, false) as is_explained,
        money.adopted,
        next_money.adopted as next_adopted,
        -- Rounded, so that five percent are five percent.
        round(cast(next_money.adopted as double) / nullif(cast(money.adopted as double), 0) - 1, 6) as next_change
    from {{ ref('int_programme_results') }} as results
    left join {{ ref('dim_exports') }} as exports on results.export_id = exports.export_id
    left join {{ ref('dim_organisations') }} as organisations on results.organisation_id = organisations.organisation_id
    {% for table, of, years in [('ratings', 'ratings', 0), ('ratings', 'followed', 1), (ref('int_programme_money'), 'money', 0)] %}
    left join {{ table }} as {{ of }}
        on
            results.programme_id = {{ of }}.programme_id
            and {{ same('results.organisation_id', of ~ '.organisation_id') }}
            and results.fiscal_year + {{ years }} = {{ of }}.fiscal_year
    {% endfor %}
    left join {{ ref('int_programme_money') }} as next_money
        on
            results.programme_id = next_money.programme_id
            and {{ same('results.organisation_id', 'next_money.organisation_id') }}
            and results.fiscal_year + 1 = next_money.fiscal_year
            and money.currency = next_money.currency
            and money.reporter = next_money.reporter
),

judged as (
    select
        years.*,
        consequences.recommendation,
        consequences.consequence_id,
        round(100 * years.next_change, 4) as observed,
        0 as expected,
        0 as tolerance,
        coalesce('“' || years.grade || '”', concat(round(years.score_claimed, 2), ' of 100')) as rated_en,
        coalesce('“' || years.grade || '”', concat(round(years.score_claimed, 2), '分')) as rated_zh,
        case consequences.recommendation when 'cut' then '应予压减' else '应予取消或暂停' end as asked_zh,
        case consequences.recommendation when 'cut' then 'a cut' else 'suspending it' end as asked_en,
        case
            when years.score_pack is null or consequences.consequence_id is null then 'not_applicable'
            when years.next_change is null then 'no_data'
            when years.next_change < 0 then 'pass'
            when years.is_explained then 'not_applicable'
            else 'fail'
        end as status
    from years
    left join {{ ref('budget_consequences') }} as consequences
        on
            consequences.recommendation in ('cut', 'suspend')
            and years.rated < consequences.max_score
            and years.rated >= coalesce(consequences.min_score, years.rated)
)

select
    {{ programme_rule_columns(
        'rating_without_consequence',
        en={
            'fail': 'Rated <rated_en> in <fiscal_year>, which asks for <asked_en>; the next adopted budget changed by <observed> % (from <$adopted> to <$next_adopted>).',
            'no_data': 'No adopted budget of both years.',
            'not_applicable': 'The rating asks for no less money, a reason is recorded, or no rules that tie budgets to ratings are in force.',
        },
        zh={
            'fail': '<fiscal_year>年评价为<rated_zh>，<asked_zh>；下年预算变动<observed>%（由<$adopted>至<$next_adopted>）。',
            'no_data': '缺当年或下年的年初预算。',
            'not_applicable': '评价结果不要求压减、已说明理由，或无结果挂钩办法。',
        },
        pairs=[
            ('the money is bound by law or by a contract that runs on', '法定支出或合同已约定的支出'),
            ('the low rating came from delays that more money has to make good', '得分低因进度滞后，需继续投入'),
            ('the next budget was adopted before the rating was known', '下年预算先于评价结果通过'),
        ],
        strength='0.05',
        about={
            'subject_id': programme_year_id('judged'),
            'subject': programme_year_words(),
            'difference_money': "case when status = 'fail' then next_adopted - adopted end",
        }
    ) }}
from judged
