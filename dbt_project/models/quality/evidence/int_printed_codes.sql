-- Each code of a code book that a contract prints in a year: whether it is in the edition in force, else whether any
-- edition says that it was valid in that year. A code is valid where it and all items above it are; books list their lower
-- levels in some editions only.
{{ config(materialized='table') }}

with lines as (
    {% for part in ('item', 'economic') %}
    select
        contract_id,
        export_id,
        region_code,
        fiscal_year,
        period_end,
        {{ part }}_system as system,
        trim({{ part }}_code_printed) as code,
        {{ 'mapping_method' if part == 'item' else 'economic_mapping_method' }} as mapping_method,
        budget_line_id
    from {{ ref('fct_budget_lines') }}
    where is_current and {{ part }}_system is not null and {{ part }}_code_printed is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

items as (
    select
        system,
        item_code,
        edition_date,
        valid_from,
        valid_to,
        coalesce(name_local, name_en) as item_name
    from {{ ref('dim_items') }}
    where not is_unmapped
),

books as (
    select
        system,
        item_code,
        min(edition_date) as first_edition,
        max(edition_date) as last_edition,
        max_by(item_name, edition_date) as item_name,
        min(case when valid_from is null then 0 else 1 end) = 1 as is_dated
    from items
    group by system, item_code
),

printed as (
    select
        lines.contract_id,
        lines.fiscal_year,
        lines.system,
        lines.code,
        books.item_name,
        books.first_edition,
        books.last_edition,
        books.is_dated,
        min(lines.export_id) as export_id,
        case when min(lines.region_code) = max(lines.region_code) then min(lines.region_code) end as region_code,
        max(lines.period_end) as period_end,
        max(case when lines.mapping_method in ('exact_code', 'reviewed') then 1 else 0 end) = 1 as is_in_force,
        min(lines.budget_line_id) as first_cell
    from lines
    inner join books on lines.system = books.system and lines.code = books.item_code
    group by
        lines.contract_id, lines.fiscal_year, lines.system, lines.code, books.item_name, books.first_edition,
        books.last_edition, books.is_dated
),

above as (
    select distinct
        system,
        item_code,
        ancestor_code
    from {{ ref('int_item_ancestors') }}
),

-- Any day of the year is enough: a budget of January is drawn up by the book of January.
valid_steps as (
    select
        printed.contract_id,
        printed.fiscal_year,
        printed.system,
        printed.code,
        above.ancestor_code,
        max(
            case
                when
                    items.valid_from <= printed.period_end
                    and coalesce(items.valid_to, printed.period_end) > {{ plus_days('printed.period_end', -365) }}
                    then 1
                else 0
            end
        ) as is_valid
    from printed
    inner join above on printed.system = above.system and printed.code = above.item_code
    inner join items on above.system = items.system and above.ancestor_code = items.item_code
    where not printed.is_in_force
    group by printed.contract_id, printed.fiscal_year, printed.system, printed.code, above.ancestor_code
),

valid as (
    select
        contract_id,
        fiscal_year,
        system,
        code,
        min(is_valid) = 1 as is_valid
    from valid_steps
    group by contract_id, fiscal_year, system, code
)

select
    printed.*,  -- noqa: AM04
    coalesce(valid.is_valid, printed.is_in_force) as is_valid
from printed
left join valid
    on
        printed.contract_id = valid.contract_id
        and printed.fiscal_year = valid.fiscal_year
        and printed.system = valid.system
        and printed.code = valid.code
