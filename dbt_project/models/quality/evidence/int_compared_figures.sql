-- The figures of each pair of reports side by side, at the classes that one of them prints and both can add up to. A
-- class that only the other report prints is empty on the side of the book.
{% set own_words = ['contract_id', 'recognition', 'scope', 'account', 'line', 'source', 'netting'] %}

with pairs as (
    select * from {{ ref('int_report_pairs') }}
),

totals as (
    select * from {{ ref('int_report_totals') }}
    where class_code <> 'unmapped'
),

books as (
    select
        pairs.pair_id,
        totals.*
    from pairs
    inner join totals
        on
            pairs.dimension = totals.dimension
            and pairs.system = totals.system
            {% for column in report_key() %}
            and {{ same('pairs.' ~ column, 'totals.' ~ column) }}
            {% endfor %}
),

others as (
    select
        pairs.pair_id,
        totals.*
    from pairs
    inner join totals
        on
            pairs.dimension = totals.dimension
            and pairs.system = totals.system
            {% for column in report_key() %}
            and {{ same('pairs.' ~ ('other_' if column in own_words else '') ~ column, 'totals.' ~ column) }}
            {% endfor %}
),

book_exports as (
    select
        pair_id,
        min(export_id) as export_id
    from books
    group by pair_id
),

names as (
    select
        system,
        item_code,
        max_by(name_local, edition_date) as class_name
    from {{ ref('dim_items') }}
    where not is_unmapped
    group by system, item_code
)

select
    pairs.*,  -- noqa: AM04
    others.class_code,
    names.class_name,
    (others.is_transfer or pairs.dimension = '3_total') and not pairs.is_netting_like as is_caliber_question,
    coalesce(books.export_id, book_exports.export_id) as export_id,
    others.export_id as other_export_id,
    -- A class that the book leaves out agrees with a printed zero.
    coalesce(books.amount, case when others.amount = 0 then 0 end) as observed,
    others.amount as expected,
    greatest(1, coalesce(books.rounding, 0) + others.rounding) as tolerance
from others
inner join pairs on others.pair_id = pairs.pair_id
left join books on others.pair_id = books.pair_id and others.class_code = books.class_code
left join book_exports on pairs.pair_id = book_exports.pair_id
left join names on pairs.system = names.system and others.class_code = names.item_code
where
    (books.pair_id is not null and (books.is_printed or others.is_printed))
    -- What an outside report says of a whole class is expected of the book too.
    or (books.pair_id is null and others.is_root and pairs.other_source_role <> 'primary')
