-- The book beside totals from outside, by region, year, stage, account and kind: what the book adds up to, what the
-- other report or a declared control total says, and which dimension of the caliber explains the difference.
with held as (
    select
        pair_id as discrepancy_id,
        'other_report' as measured_by,
        region_code,
        fiscal_year,
        period_end,
        stage,
        account,
        kind,
        contract_id,
        other_contract_id,
        other_source_role,
        null as control_name,
        export_id,
        other_export_id,
        currency,
        book_total,
        other_total,
        tolerance,
        differing_dimensions,
        explained_difference,
        coverage_difference,
        n_classes,
        n_classes_differing,
        largest_class,
        largest_difference,
        -- Netting is answered class by class; any other difference of calibers leaves nothing to compare.
        unlike is null and (is_netting_like or explained_difference is not null) as is_judged
    from {{ ref('int_pair_totals') }}
    union all
    select
        {{ hash_id(['exports.slot', 'controls.control_name']) }} as discrepancy_id,
        'control_total' as measured_by,
        exports.region_declared as region_code,
        exports.declared_year as fiscal_year,
        null as period_end,
        null as stage,
        null as account,
        exports.kind,
        exports.contract_id,
        null as other_contract_id,
        null as other_source_role,
        controls.control_name,
        controls.export_id,
        null as other_export_id,
        null as currency,
        controls.observed as book_total,
        controls.expected as other_total,
        controls.tolerance,
        null as differing_dimensions,
        null as explained_difference,
        null as coverage_difference,
        null as n_classes,
        null as n_classes_differing,
        null as largest_class,
        null as largest_difference,
        true as is_judged
    from {{ ref('stg_controls') }} as controls
    inner join {{ ref('stg_exports') }} as exports on controls.landed_key = exports.landed_key and exports.is_current
),

measured as (
    select
        *,
        book_total - other_total as difference,
        book_total - other_total - coalesce(explained_difference, 0) as difference_after_calibers
    from held
)

select
    *,  -- noqa: AM04
    difference_after_calibers - coalesce(coverage_difference, 0) as unexplained_difference,
    case
        when difference is null then 'one_side'
        when not is_judged then 'not_comparable'
        when abs(difference) <= tolerance then 'equal'
        when abs(difference_after_calibers) <= tolerance then 'explained'
        when abs(difference_after_calibers - coverage_difference) <= tolerance then 'other_coverage'
        else 'unexplained'
    end as status
from measured
