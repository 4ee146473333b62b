-- What each budget line amounts to at each stage. Leaves of one table are summed; between tables nothing is: they
-- agree, or the amount stays empty.
{{ config(materialized='view') }}

with leaves as (
    select
        *,
        -- Budget and execution of a region may come under two contracts; a twin or a yardstick speaks for itself.
        case when source_role = 'primary' then split_part(contract_id, '.', 1) else contract_id end as reporter
    from {{ ref('fct_budget_lines') }}
    where is_current and row_role = 'leaf' and kind in ('expenditure', 'revenue')
),

tables as (
    select
        reporter,
        line_id,
        fiscal_year,
        period_end,
        comparison,
        currency,
        stage,
        recognition,
        landed_key,
        sheet,
        table_number,
        min(export_id) as export_id,
        min(source_role) as source_role,
        min(kind) as kind,
        max(case when period_basis = 'year' then 1 else 0 end) = 1 as is_year,
        min(region_code) as region_code,
        min(item_id) as item_id,
        min(economic_item_id) as economic_item_id,
        min(organisation_id) as organisation_id,
        min(programme_id) as programme_id,
        count(*) as n_cells,
        sum(display_unit) * 0.5 as rounding,
        sum(amount) as amount
    from leaves
    group by
        reporter,
        line_id,
        fiscal_year,
        period_end,
        comparison,
        currency,
        stage,
        recognition,
        landed_key,
        sheet,
        table_number
)

select
    reporter,
    line_id,
    fiscal_year,
    period_end,
    comparison,
    currency,
    stage,
    recognition,
    min(export_id) as export_id,
    min(source_role) as source_role,
    min(kind) as kind,
    bool_or(is_year) as is_year,
    min(region_code) as region_code,
    min(item_id) as item_id,
    min(economic_item_id) as economic_item_id,
    min(organisation_id) as organisation_id,
    min(programme_id) as programme_id,
    cast(sum(n_cells) as bigint) as n_cells,
    max(rounding) as rounding,
    case when min(amount) = max(amount) then max(amount) end as amount,
    case
        when stage = 'adopted' then 'adopted'
        when stage in ('current_authorised', 'adjusted') then 'adjusted'
        when
            stage in ('audited', 'final', 'flash') and recognition in ('accrued', 'cash_paid', 'unknown')
            then 'executed'
    end as part,
    -- Which of several statements speaks for the part: later stages first, accrued before paid, authorised before
    -- handed on.
    case stage when 'audited' then 0 when 'final' then 10 when 'flash' then 20 when 'adjusted' then 1 else 0 end
    + case
        when recognition in ('accrued', 'authorised') then 0 when recognition in ('cash_paid', 'allotted') then 1 else 2
    end
        as preference
from tables
group by reporter, line_id, fiscal_year, period_end, comparison, currency, stage, recognition
