-- A report is judged by the target that was approved; one that asks for less is a target moved after the fact.
{% set of_approved -%}
    reports.indicator_id = approved.indicator_id
    and reports.fiscal_year = approved.fiscal_year
    and {{ same('reports.period_end', 'approved.period_end') }}
    and {{ same('reports.period_months', 'approved.period_months') }}
{%- endset %}
with approved as (
    select * from {{ ref('int_approved_targets') }}
),

-- Most reports have no approved target in the book; order matters only among those of a file that has some.
files as (
    select distinct reports.export_id
    from {{ ref('int_indicator_facts') }} as reports
    inner join approved on {{ of_approved }}
),

compared as (
    select
        reports.indicator_report_id, reports.contract_id, reports.region_code, reports.export_id, reports.organisation_id,
        reports.programme_id, reports.fiscal_year, reports.period_end, reports.sheet, reports.row_number, reports.target_value,
        approved.approved_value,
        case when reports.target_value <> approved.approved_value then 1 else 0 end as is_other
    from {{ ref('int_indicator_facts') }} as reports
    inner join files on reports.export_id = files.export_id
    left join approved on {{ of_approved }}
),

-- A file that holds the targets of another year says nothing about those of its own: it was filed wrongly.
copies as (
    select
        contract_id,
        region_code,
        fiscal_year
    from {{ ref('int_repeated_values') }}
    where content = 'targets' and n_values >= 20 and n_repeated >= 0.95 * n_values
),

neighbours as (
    select
        compared.*,
        copies.contract_id is not null as is_copy,
        lag(approved_value) over in_table as approved_above,
        lead(approved_value) over in_table as approved_below
    from compared
    left join copies
        on
            compared.contract_id = copies.contract_id
            and compared.region_code = copies.region_code
            and compared.fiscal_year = copies.fiscal_year
    window in_table as (
        partition by compared.export_id, compared.organisation_id, compared.programme_id, compared.fiscal_year, compared.period_end
        order by compared.sheet, compared.row_number, compared.indicator_report_id
    )
),

-- Targets in another order, or all of them a row too low or too high, are rows that were shifted, not targets lowered.
shifts as (
    select
        indicator_report_id,
        is_copy,
        sum(is_other) over programme_report as n_other,
        sum(case when is_other = 1 and target_value = approved_above then 1 else 0 end) over programme_report as n_down,
        sum(case when is_other = 1 and target_value = approved_below then 1 else 0 end) over programme_report as n_up,
        sum(cast(target_value - approved_value as double)) over programme_report as sum_moved,
        sum(power(cast(target_value as double), 2) - power(cast(approved_value as double), 2)) over programme_report as squares_moved
    from neighbours
    window programme_report as (partition by export_id, organisation_id, programme_id, fiscal_year, period_end)
),

placed as (
    select
        reports.*,
        approved.approved_report_id,
        approved.approved_value,
        approved.approved_text,
        approved.approved_on,
        approved.approved_unit,
        shifts.is_copy,
        shifts.n_other,
        shifts.n_other in (shifts.n_down, shifts.n_up) or (abs(shifts.sum_moved) < 0.000001 and abs(shifts.squares_moved) < 0.000001)
            as is_shifted,
        greatest({{ half_digit('reports.target_decimals') }}, {{ half_digit('approved.approved_decimals') }}) as tolerance
    from {{ ref('int_indicator_facts') }} as reports
    left join approved on {{ of_approved }}
    left join shifts on reports.indicator_report_id = shifts.indicator_report_id
),

judged as (
    select
        *,
        target_value as observed,
        approved_value as expected,
        case
            when actual_text is null or target_state <> 'number' or direction not in ('higher', 'lower') then 'not_applicable'
            when approved_value is null then 'no_data'
            when not ({{ same('unit', 'approved_unit') }}) then 'not_applicable'
            when is_copy then 'not_applicable'
            when n_other >= 2 and is_shifted then 'not_applicable'
            when direction = 'higher' and target_value < approved_value - tolerance then 'fail'
            when direction = 'lower' and target_value > approved_value + tolerance then 'fail'
            else 'pass'
        end as status
    from placed
)

select
    {{ indicator_rule_columns(
        'moved_target',
        en='The report is judged by a target of <target_text>; <approved_text> was approved (<approved_on>).',
        zh='自评所用目标值为<target_text>，批复目标值为<approved_text>（<approved_on>）。',
        pairs=[
            ('a change of the target was approved and its table is not in the book', '目标调整已获批复，但批复表未入账'),
            ('the target was copied from another row', '目标值误抄自其他行'),
        ],
        cells=['indicator_report_id', 'approved_report_id'],
        strength='0.95',
        suggested='approved_value'
    ) }}
from judged
