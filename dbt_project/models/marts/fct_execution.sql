-- Budget and execution of one line side by side, from one export or from several of the same reporter, within like
-- calibers: a line agrees on scope, account, netting, source and currency. Execution of a part of the year stands
-- beside the budget of its own period, else beside the year's. Which stage and recognition were taken stands beside
-- the figures.
with stages as (
    select * from {{ ref('int_line_stages') }}
    where part is not null and amount is not null
),

lines as (
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
        min(item_id) as item_id,
        min(economic_item_id) as economic_item_id,
        any_value(organisation_id) as organisation_id,
        any_value(programme_id) as programme_id,
        cast(sum(n_cells) as bigint) as n_cells,
        sum(rounding) as rounding,
        bool_or(is_year and part <> 'executed') as has_year_budget,
        max(case when part = 'adopted' then amount end) as adopted,
        {% for part in ('adjusted', 'executed') %}
        min_by(amount, case when part = '{{ part }}' then preference end) as {{ part }},
        min_by(stage, case when part = '{{ part }}' then preference end) as {{ part }}_stage,
        {% endfor %}
        min_by(recognition, case when part = 'executed' then preference end) as executed_recognition,
        min(case when part <> 'executed' then export_id end) as budget_export_id,
        min(case when part = 'executed' then export_id end) as executed_export_id
    from stages
    group by reporter, line_id, fiscal_year, period_end, comparison, currency
),

year_budgets as (
    select
        *,
        row_number()
            over (partition by reporter, line_id, fiscal_year, comparison, currency order by period_end desc)
            as place
    from lines
    where has_year_budget
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
