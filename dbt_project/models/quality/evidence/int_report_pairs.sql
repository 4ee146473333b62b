-- Reports of the same figures: two contracts on the same region, period, stage and currency. Two books meet only where
-- nothing tells them apart; a twin or yardstick meets the most similar report of its book, and what still differs is
-- named.
with reports as (
    select distinct
        dimension,
        system,
        source_role,
        twin_of,
        {{ report_key() | join(', ') }}
    from {{ ref('int_report_totals') }}
    where class_code <> 'unmapped' and amount is not null
),

met as (
    select
        books.*,
        {% for column in ('contract_id', 'source_role', 'recognition', 'scope', 'account', 'line', 'source', 'netting') %}
        others.{{ column }} as other_{{ column }},
        {% endfor %}
        {{ unlike_dimensions('books', 'others') }} as unlike,
        {{ is_like('books', 'others', 'netting') }} as is_netting_like
    from reports as books
    inner join reports as others
        on
            books.dimension = others.dimension
            and books.system = others.system
            and books.kind = others.kind
            and books.region_code = others.region_code
            and books.fiscal_year = others.fiscal_year
            and books.period_end = others.period_end
            and {{ same('books.period_basis', 'others.period_basis') }}
            and books.stage = others.stage
            and {{ same('books.currency', 'others.currency') }}
            and books.contract_id <> others.contract_id
    where books.source_role = 'primary' and (others.twin_of is null or others.twin_of = books.contract_id)
),

admitted as (
    select * from met
    where
        other_source_role <> 'primary'
        -- A department or unit reports itself alone, so two of them are not two reports of one figure.
        or (unlike is null and is_netting_like and scope not in ('department', 'unit') and contract_id < other_contract_id)
),

ranked as (
    select
        *,
        min(dimension) over (
            partition by contract_id, other_contract_id, kind, region_code, fiscal_year, period_end, stage
        ) as finest_dimension,
        row_number() over (
            partition by dimension, system, {{ report_key() | join(', ') }}, other_contract_id
            order by length(coalesce(unlike, '')), case when is_netting_like then 0 else 1 end, other_recognition, other_netting
        ) as place
    from admitted
)

select
    {{ hash_id(['dimension', 'system', 'other_contract_id'] + report_key()) }} as pair_id,
    *
from ranked
where place = 1 and (dimension = finest_dimension or (dimension = '3_total' and not is_netting_like))
