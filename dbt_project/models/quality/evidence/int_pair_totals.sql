-- Each pair of reports as two totals, with what their shared classes say of the difference: the part that stands in
-- classes another caliber leaves out, and the part that stands in classes only one of the two has.
{{ config(materialized='ephemeral') }}
{% set own_words = ['contract_id', 'recognition', 'scope', 'account', 'line', 'source', 'netting'] %}

with pairs as (
    select * from {{ ref('int_report_pairs') }}
    where dimension = finest_dimension
),

totals as (
    select * from {{ ref('int_report_totals') }}
    where dimension = '3_total'
),

shared as (
    select * from {{ ref('int_compared_figures') }}
    where dimension <> '3_total' and observed is not null and expected is not null
),

-- A class below another shared class would be counted twice.
nested as (
    select distinct
        shared.pair_id,
        shared.class_code
    from shared
    inner join {{ ref('int_item_ancestors') }} as ancestors
        on
            shared.system = ancestors.system
            and shared.class_code = ancestors.item_code
            and ancestors.distance > 0
    inner join shared as above
        on shared.pair_id = above.pair_id and ancestors.ancestor_code = above.class_code
),

outermost as (
    select
        shared.*,
        -- Classes that differ by the same amount are told apart by their code: the same book names the same class.
        row_number()
            over (
                partition by shared.pair_id
                order by abs(shared.observed - shared.expected) desc, shared.class_code, shared.class_name
            ) as place
    from shared
    left join nested on shared.pair_id = nested.pair_id and shared.class_code = nested.class_code
    where nested.pair_id is null
),

classes as (
    select
        pair_id,
        count(*) as n_classes,
        count(case when abs(observed - expected) > tolerance then 1 end) as n_classes_differing,
        sum(observed) as shared_book,
        sum(expected) as shared_other,
        sum(case when is_caliber_question then observed - expected end) as explained_difference,
        max(case when place = 1 then concat_ws(' ', class_code, class_name) end) as largest_class,
        max(case when place = 1 then observed - expected end) as largest_difference
    from outermost
    group by pair_id
)

select
    pairs.*,  -- noqa: AM04
    books.export_id,
    others.export_id as other_export_id,
    books.amount as book_total,
    others.amount as other_total,
    greatest(1, books.rounding + others.rounding) as tolerance,
    classes.n_classes,
    classes.n_classes_differing,
    classes.largest_class,
    classes.largest_difference,
    classes.explained_difference,
    (books.amount - classes.shared_book) - (others.amount - classes.shared_other) as coverage_difference,
    coalesce(pairs.unlike, case when not pairs.is_netting_like then 'netting' end) as differing_dimensions
from pairs
left join totals as books
    on
        {% for column in report_key() %}
        {{ same('pairs.' ~ column, 'books.' ~ column) }}{{ ' and' if not loop.last }}
        {% endfor %}
left join totals as others
    on
        {% for column in report_key() %}
        {{ same('pairs.' ~ ('other_' if column in own_words else '') ~ column, 'others.' ~ column) }}
        {{- ' and' if not loop.last }}
        {% endfor %}
left join classes on pairs.pair_id = classes.pair_id
