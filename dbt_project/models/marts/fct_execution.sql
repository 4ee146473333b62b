-- Budget and execution of one line side by side, from one export or from several of the same reporter, within like
-- calibers: a line agrees on scope, account, netting, source and currency. Execution of a part of the year stands
-- beside the budget of its own period, else beside the year's. Which stage and recognition were taken stands beside
-- the figures.
with tables as (
    select * from {{ ref('int_line_stages') }}
),

agreed as (
    select
        reporter,
        line_id,
        fiscal_year,
        period_end,
        comparison,
        currency,
        any_value(source_role) as source_role,
        any_value(kind) as kind,
        any_value(region_code) as region_code,
        any_value(account) as account,
        any_value(organisation_id) as organisation_id,
        any_value(programme_id) as programme_id,
        min(item_id) as item_id,
        min(economic_item_id) as economic_item_id,
        cast(sum(n_cells) as bigint) as n_cells,
        sum(rounding) as rounding,
        bool_or(is_year_budget) as is_year_budget,
        min(case when {{ first_of('executed') }} is not null then export_id end) as executed_export_id,
        min(case when coalesce({{ first_of('adjusted') }}, {{ first_of('adopted') }}) is not null then export_id end)
            as budget_export_id,
        {% for measure in all_measures() %}
        -- Where two tables state the line, they agree or the amount stays empty.
        case when min({{ measure.name }}) = max({{ measure.name }}) then max({{ measure.name }}) end
            as {{ measure.name }}{{ ',' if not loop.last }}
        {% endfor %}
    from tables
    group by reporter, line_id, fiscal_year, period_end, comparison, currency
),

lines as (
    select
        *,
        {{ first_of('adopted') }} as adopted,
        {{ first_of('adjusted') }} as adjusted,
        {{ first_of('adjusted', 'stage') }} as adjusted_stage,
        {{ first_of('executed') }} as executed,
        {{ first_of('executed', 'stage') }} as executed_stage,
        {{ first_of('executed', 'recognition') }} as executed_recognition
    from agreed
),

year_budgets as (
    select
        *,
        row_number()
            over (partition by reporter, line_id, fiscal_year, comparison, currency order by period_end desc)
            as place
    from lines
    where is_year_budget and budget_export_id is not null
),

paired as (
    select
        lines.reporter,
        lines.line_id,
        lines.fiscal_year,
        lines.period_end,
        lines.comparison,
        lines.currency,
        lines.source_role,
        lines.kind,
        lines.region_code,
        lines.account,
        lines.item_id,
        lines.economic_item_id,
        lines.organisation_id,
        lines.programme_id,
        lines.n_cells,
        lines.executed,
        lines.executed_stage,
        lines.executed_recognition,
        lines.executed_export_id,
        coalesce(lines.budget_export_id, year_budgets.budget_export_id) as budget_export_id,
        coalesce(lines.adopted, year_budgets.adopted) as adopted,
        coalesce(lines.adjusted, year_budgets.adjusted) as adjusted,
        coalesce(lines.adjusted_stage, year_budgets.adjusted_stage) as adjusted_stage,
        lines.rounding + coalesce(year_budgets.rounding, 0) as rounding
    from lines
    left join year_budgets
        on
            lines.reporter = year_budgets.reporter
            and lines.line_id = year_budgets.line_id
            and lines.fiscal_year = year_budgets.fiscal_year
            and {{ same('lines.comparison', 'year_budgets.comparison') }}
            and {{ same('lines.currency', 'year_budgets.currency') }}
            and year_budgets.place = 1
            and lines.budget_export_id is null
)

select
    {{ hash_id(['reporter', 'line_id', 'fiscal_year', 'period_end', 'comparison', 'currency']) }} as execution_id,
    coalesce(executed_export_id, budget_export_id) as export_id,
    budget_export_id,
    executed_export_id,
    reporter,
    source_role,
    line_id,
    kind,
    region_code,
    account,
    fiscal_year,
    period_end,
    comparison,
    item_id,
    economic_item_id,
    organisation_id,
    programme_id,
    currency,
    adopted,
    adjusted,
    adjusted_stage,
    executed,
    executed_stage,
    executed_recognition,
    case when adjusted is not null then adjusted_stage when adopted is not null then 'adopted' end as denominator_stage,
    coalesce(adjusted, adopted) as denominator,
    case
        when coalesce(adjusted, adopted) <> 0
            then cast(cast(executed as double) / cast(coalesce(adjusted, adopted) as double) as decimal(28, 6))
    end as execution_rate,
    rounding,
    n_cells
from paired
where coalesce(executed, adjusted, adopted) is not null
