-- A programme that no first budget knew, whose later budget is spent to the last unit: its targets were set before the money went,
-- or they describe what had been done.
{% set spent_before = 0.5 %}
with tables as (
    -- Where a table of money states first budgets for most programmes, a blank one is none.
    select
        reporter,
        fiscal_year,
        count(adopted) >= 0.5 * count(*) as states_first_budgets
    from {{ ref('int_programme_money') }}
    group by reporter, fiscal_year
),

money as (
    select
        money.*,
        tables.states_first_budgets,
        case when tables.states_first_budgets then coalesce(money.adopted, 0) else money.adopted end as first_budget
    from {{ ref('int_programme_money') }} as money
    inner join tables on money.reporter = tables.reporter and money.fiscal_year = tables.fiscal_year
),

reached as (
    -- What several bodies carry has a row for each.
    select
        attained.programme_id,
        {{ carrier_of('attained') }} as organisation_id,
        fiscal_year,
        min(export_id) as export_id,
        cast(sum(n_targets) as bigint) as n_targets,
        cast(sum(n_exact) as bigint) as n_exact
    from {{ ref('int_programme_attainment') }} as attained
    inner join {{ ref('int_programme_carriers') }} as carriers on attained.programme_id = carriers.programme_id
    group by attained.programme_id, {{ carrier_of('attained') }}, fiscal_year
),

set_on as (
    select
        facts.programme_id,
        {{ carrier_of('facts') }} as organisation_id,
        fiscal_year,
        min(try_cast(target_date as date)) as target_date
    from {{ ref('int_indicator_facts') }} as facts
    inner join {{ ref('int_programme_carriers') }} as carriers on facts.programme_id = carriers.programme_id
    where target_date is not null
    group by facts.programme_id, {{ carrier_of('facts') }}, fiscal_year
),

spent as (
    select
        set_on.programme_id,
        set_on.organisation_id,
        set_on.fiscal_year,
        max(moments.money_share) as share_before
    from set_on
    inner join {{ ref('int_payment_moments') }} as moments
        on
            set_on.programme_id = moments.programme_id
            and {{ same('set_on.organisation_id', 'moments.organisation_id') }}
            and set_on.fiscal_year = moments.fiscal_year
    where moments.period_end < set_on.target_date
    group by set_on.programme_id, set_on.organisation_id, set_on.fiscal_year
),

judged as (
    select
        money.*,
        coalesce(reached.export_id, money.export_id) as results_export_id,
        programmes.region_code,
        coalesce(organisations.organisation_name, organisations.organisation_code) as organisation_name,
        names.programme_name,
        reached.n_targets,
        set_on.target_date,
        round(100 * spent.share_before, 2) as percent_before,
        cast(money.executed as decimal(38, 6)) as observed,
        cast(money.budget as decimal(38, 6)) as expected,
        0.0005 * abs(cast(money.budget as double)) as tolerance,
        case when spent.share_before >= {{ spent_before }} then
            concat('its targets are of ', set_on.target_date, ', when ', round(100 * spent.share_before, 1), ' % was spent')
        else concat('all ', reached.n_targets, ' targets are met to the digit') end as how_en,
        case when spent.share_before >= {{ spent_before }} then
            concat('目标设定于', set_on.target_date, '，此时已支出', round(100 * spent.share_before, 1), '%')
        else concat(reached.n_targets, '项目标均恰好完成') end as how_zh,
        case
            when money.first_budget is null or money.budget is null then 'no_data'
            when money.first_budget > 0 or money.budget <= 0 then 'not_applicable'
            when money.executed is null then 'no_data'
            when abs(cast(money.executed as double) - cast(money.budget as double)) > 0.0005 * cast(money.budget as double) then 'pass'
            when spent.share_before >= {{ spent_before }} then 'fail'
            when reached.n_targets >= 2 and reached.n_exact = reached.n_targets then 'fail'
            when reached.n_targets is null then 'no_data'
            else 'pass'
        end as status
    from money
    left join {{ ref('dim_programmes') }} as programmes on money.programme_id = programmes.programme_id
    left join {{ ref('dim_organisations') }} as organisations on money.organisation_id = organisations.organisation_id
    left join {{ ref('dim_programme_names') }} as names
        on money.programme_id = names.programme_id and {{ same('money.organisation_id', 'names.organisation_id') }}
    {% for of in ['reached', 'set_on', 'spent'] %}
    left join {{ of }}
        on
            money.programme_id = {{ of }}.programme_id
            and {{ same('money.organisation_id', of ~ '.organisation_id') }}
            and money.fiscal_year = {{ of }}.fiscal_year
    {% endfor %}
)

select
    {{ programme_rule_columns(
        'retrofitted_programme',
        en={
            'fail': 'No budget at the start of the year, <$expected> later, all of it spent; <how_en>.',
            'no_data': 'First budget, spending or results are not known.',
            'not_applicable': 'The programme had a first budget, or never any.',
        },
        zh={
            'fail': '年初无预算，追加<$expected>并全额执行；<how_zh>。',
            'no_data': '缺年初预算、执行数或绩效结果。',
            'not_applicable': '年初已有预算，或全年无预算。',
        },
        pairs=[
            ('an urgent addition that the law allows, such as disaster relief', '依法追加的应急支出，如救灾'),
            ('a transfer from above that arrives during the year for a fixed task', '年中下达的上级专项，任务已定'),
        ],
        strength='0.1',
        about={
            'subject_id': programme_year_id('judged'),
            'subject': programme_year_words(),
            'export_id': 'results_export_id',
            'observed': "case when status in ('pass', 'fail') then observed end",
            'expected': "case when status in ('pass', 'fail') then expected end",
            'tolerance': "case when status in ('pass', 'fail') then tolerance end",
        }
    ) }}
from judged
