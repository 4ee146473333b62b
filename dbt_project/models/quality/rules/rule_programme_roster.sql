-- A programme with a budget has targets and results, and the other way round. Judged where most programmes of its body have both:
-- a book that holds a region's budget and the evaluations of a few bodies says nothing of the other bodies.
{% set least_programmes, most = 5, 0.8 %}
with years as (
    select
        years.*,
        coalesce(organisations.organisation_name, organisations.organisation_code) as organisation_name,
        coalesce(money.is_by_body, results.is_by_body) as is_by_body,
        -- What has one side in several years and never had both is a kind that does without, such as the office of a mayor; what
        -- came into the budget during the year stands in no table of targets that was printed with it.
        not (
            count(case when years.sides = 'both' then 1 end) over earlier = 0
            and count(case when years.sides in ('money_without_targets', 'targets_without_money') then 1 end) over all_years > 1
        )
        and (years.sides = 'targets_without_money' or coalesce(years.adopted, years.budget, 0) > 0) as is_lapse,
        coalesce(money.export_id, results.export_id) as export_id,
        coalesce(results.period_end, money.period_end) as period_end,
        -- Nothing was budgeted and nothing was spent.
        years.sides = 'money_without_targets' and coalesce(years.budget, 0) = 0 and coalesce(years.executed, 0) = 0 as is_empty
    from {{ ref('fct_programme_years') }} as years
    {% for side in ['money', 'results'] %}
    left join {{ ref('int_programme_' ~ side) }} as {{ side }}
        on
            years.programme_id = {{ side }}.programme_id
            and {{ same('years.organisation_id', side ~ '.organisation_id') }}
            and years.fiscal_year = {{ side }}.fiscal_year
    {% endfor %}
    left join {{ ref('dim_organisations') }} as organisations on years.organisation_id = organisations.organisation_id
    window
        all_years as (partition by years.programme_id, years.organisation_id),
        earlier as (
            partition by years.programme_id, years.organisation_id
            order by years.fiscal_year rows between unbounded preceding and 1 preceding
        )
),

counted as (
    select
        *,
        {% for group in ['body', 'region'] %}
        count(case when sides = 'both' then 1 end) over by_{{ group }} as n_both_{{ group }},
        count(case when sides in ('both', 'money_without_targets') and not is_empty then 1 end) over by_{{ group }} as n_money_{{ group }},
        count(case when sides in ('both', 'targets_without_money') then 1 end) over by_{{ group }} as n_results_{{ group }},
        {% endfor %}
        count(case when sides = 'both' then 1 end) over by_programme as n_bodies_with_both,
        count(*) over by_programme as n_bodies,
        count(*) over by_side as n_bodies_alike
    from years
    window
        by_programme as (partition by programme_id, fiscal_year),
        by_side as (partition by programme_id, fiscal_year, sides),
        by_body as (partition by region_code, fiscal_year, organisation_id),
        by_region as (partition by region_code, fiscal_year)
),

-- A body of few programmes is judged by all of its region.
grouped as (
    select
        *,
        case when sides = 'targets_without_money' then n_results_body else n_money_body end >= {{ least_programmes }}
        and organisation_id is not null as is_by_body
    from counted
),

beside as (
    select
        *,
        case when is_by_body then n_both_body else n_both_region end as n_both,
        case
            when sides = 'targets_without_money' and is_by_body then n_results_body
            when sides = 'targets_without_money' then n_results_region
            when is_by_body then n_money_body
            else n_money_region
        end as n_programmes,
        case when is_by_body then 'its body' else 'its region' end as whose_en,
        case when is_by_body then '该单位' else '该地区' end as whose_zh,
        case when sides = 'targets_without_money' then 'targets or results' else 'a budget' end as there_en,
        case when sides = 'targets_without_money' then 'a budget' else 'targets or results' end as missing_en,
        case when sides = 'targets_without_money' then '绩效目标或自评' else '预算' end as there_zh,
        case when sides = 'targets_without_money' then '预算' else '绩效目标或自评' end as missing_zh
    from grouped
),

judged as (
    select
        *,
        cast(n_both as decimal(38, 6)) as observed,
        cast(n_programmes as decimal(38, 6)) as expected,
        null as tolerance,
        case
            when is_empty then 'not_applicable'
            when sides = 'both' then 'pass'
            when sides in ('results_not_held', 'money_not_held') then 'no_data'
            -- Of bodies that share a programme one may report for others, unless nearly each of several others has both sides.
            when
                is_by_body and n_bodies > n_bodies_alike
                and (n_bodies_with_both < 2 or n_bodies_with_both < {{ most }} * (n_bodies - 1))
                then 'no_data'
            when n_programmes < {{ least_programmes }} or n_both < {{ most }} * n_programmes then 'no_data'
            else 'fail'
        end as status
    from beside
)

select
    {{ programme_rule_columns(
        'programme_roster',
        en={
            'fail': 'The programme has <there_en>, but no <missing_en>; of <n_programmes> such programmes of <whose_en> <n_both> have both.',
            'no_data': 'The other side is not in the book, or is there for too few programmes beside this one.',
            'not_applicable': 'Nothing was budgeted.',
        },
        zh={
            'fail': '该项目列有<there_zh>而无<missing_zh>；<whose_zh>同类项目<n_programmes>个，其中<n_both>个两者俱全。',
            'no_data': '账内无另一方数据，或同类项目中具备者过少。',
            'not_applicable': '预算为零。',
        },
        pairs=[
            ('the programme stands under another name or code on the other side', '另一方以其他名称或编码列报该项目'),
            ('another body that carries the programme reports the other side for all', '同一项目的另一方由其他单位统一列报'),
            ('the other side was moved to another body by a reorganisation', '机构调整后另一方由其他单位列报'),
            ('a kind of money that needs no targets there: debt service, reserves, transfers of law', '依规无需编制绩效目标的资金，如还本付息、预备费'),
        ],
        strength='case when is_lapse then 0.2 else 0.05 end',
        severity="case when status = 'fail' and not is_lapse then 'info' end",
        about={
            'subject_id': programme_year_id('judged'),
            'subject': programme_year_words(),
            'observed': "case when status = 'fail' then observed end",
            'expected': "case when status = 'fail' then expected end",
        }
    ) }}
from judged
