-- The lines of a report and of its twin side by side: the same facts sent to two authorities or in two formats, so each
-- line of the one is a line of the other. A line printed several times speaks with its sum; one that the twin leaves
-- out of a year it reports stands alone.
{% set meeting = ['fiscal_year', 'stage', 'period_end', 'period_basis', 'recognition', 'currency', 'row_role'] %}
with related as (
    select distinct
        contract_id,
        twin_of
    from {{ ref('dim_exports') }}
    where source_role = 'twin' and twin_of is not null
),

sums as (
    select
        contract_id,
        source_role,
        line_id,
        {{ meeting | join(', ') }},
        min(region_code) as region_code,
        min(kind) as kind,
        min(export_id) as export_id,
        min(budget_line_id) as budget_line_id,
        min(organisation_id) as organisation_id,
        min(concat_ws(' ', item_code_printed, item_name_printed, economic_code_printed, economic_name_printed))
            as label,
        sum(amount) as amount,
        sum(case when display_unit >= 1 then display_unit * 0.5 else 0 end) as rounding
    from {{ ref('fct_budget_lines') }}
    where is_current and contract_id in (select contract_id from related union all select twin_of from related)
    group by contract_id, source_role, line_id, {{ meeting | join(', ') }}
),

twins as (
    select
        sums.*,
        related.twin_of
    from sums
    inner join related on sums.contract_id = related.contract_id
    where sums.source_role = 'twin'
),

covered as (
    select
        twin_of,
        contract_id,
        region_code,
        fiscal_year,
        stage,
        count(*) as n_twin_lines
    from twins
    group by twin_of, contract_id, region_code, fiscal_year, stage
)

select
    books.*,  -- noqa: AM04
    covered.contract_id as other_contract_id,
    covered.n_twin_lines,
    twins.export_id as other_export_id,
    twins.budget_line_id as other_budget_line_id,
    twins.amount as other_amount,
    greatest(1, books.rounding + coalesce(twins.rounding, 0)) as tolerance
from sums as books
inner join covered
    on
        books.contract_id = covered.twin_of
        and books.region_code = covered.region_code
        and books.fiscal_year = covered.fiscal_year
        and books.stage = covered.stage
left join twins
    on
        covered.contract_id = twins.contract_id
        and covered.twin_of = twins.twin_of
        and books.line_id = twins.line_id
        {% for column in meeting %}
        and {{ same('books.' ~ column, 'twins.' ~ column) }}
        {% endfor %}
where books.source_role <> 'twin'
