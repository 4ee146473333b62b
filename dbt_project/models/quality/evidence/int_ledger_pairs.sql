-- What is stated as spent on a programme in a year beside what an independent ledger says was paid: body by body where both
-- name the same bodies, else all together. Of two ledgers the one with most lines is taken.
{{ config(materialized='view') }}
{% set programme = ['programme_id', 'fiscal_year', 'currency'] %}
with payments as (
    select * from {{ ref('int_programme_payments') }}
),

met as (
    select
        stated.*,
        own.figure_id as own_line_id,
        stated.is_told_by_body and bool_or(coalesce(own.is_told_by_body, false))
            over (partition by stated.contract_id, {{ columns_of('stated', programme) }}) as is_by_body
    from payments as stated
    left join payments as own
        on
            own.source_role = 'yardstick' and own.place = 1 and not own.is_whole and not stated.is_whole
            {% for column in programme + ['organisation_id'] %}
            and stated.{{ column }} = own.{{ column }}
            {% endfor %}
    where stated.source_role = 'primary'
)

select
    met.contract_id, {{ columns_of('met', programme) }},
    coalesce(met.organisation_id, met.only_body) as organisation_id,
    met.is_by_body and met.n_bodies_of_report > 1 as is_one_of_several,
    met.region_code,
    met.export_id,
    met.period_end,
    met.figure_id,
    met.amount,
    met.rounding,
    paid.amount as paid,
    paid.rounding as paid_rounding,
    paid.export_id as ledger_export_id,
    paid.figure_id as ledger_line_id,
    -- Bodies that share a programme may pay for each other; what rounding hides in the sum of many bodies is no agreement.
    coalesce(
        abs(whole.amount - whole_paid.amount) <= whole.rounding + whole_paid.rounding
        and abs(met.amount - coalesce(paid.amount, 0)) > whole.rounding + whole_paid.rounding, false
    ) as agrees_in_all
from met
left join payments as paid
    on
        paid.source_role = 'yardstick' and paid.place = 1 and paid.is_whole = met.is_whole
        {% for column in programme %}
        and met.{{ column }} = paid.{{ column }}
        {% endfor %}
        and {{ same('met.organisation_id', 'paid.organisation_id') }}
        -- A ledger of other bodies too is no ledger of these, nor is one of all bodies a ledger of some that state the programme.
        and (
            met.is_by_body or met.n_bodies_of_report = 0
            or (met.n_bodies_of_book = met.n_bodies_of_report and paid.n_bodies in (0, met.n_bodies_of_report))
        )
left join payments as whole
    on
        whole.source_role = 'primary' and whole.is_whole and not met.is_whole and met.contract_id = whole.contract_id
        {% for column in programme %}
        and met.{{ column }} = whole.{{ column }}
        {% endfor %}
left join payments as whole_paid
    on
        whole_paid.source_role = 'yardstick' and whole_paid.place = 1 and whole_paid.is_whole and not met.is_whole
        {% for column in programme %}
        and met.{{ column }} = whole_paid.{{ column }}
        {% endfor %}
where met.is_whole <> met.is_by_body
