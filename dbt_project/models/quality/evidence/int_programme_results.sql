-- What a programme reports of a year, on one row (for each body that carries it: int_programme_carriers): points claimed, and
-- points its figures support, in percent of the weight that was scored. A review goes before a recomputation, and that before
-- a claim that nothing contradicts. One export speaks for a programme and year: the last one with scores.
{% set programme_year = ['programme_id', 'organisation_id', 'fiscal_year', 'export_id'] %}
with facts as (
    select
        facts.programme_id,
        {{ carrier_of('facts') }} as organisation_id,
        carriers.is_by_body,
        facts.fiscal_year,
        facts.export_id,
        facts.period_end,
        facts.region_code,
        facts.programme_name,
        facts.budget,
        facts.executed,
        facts.score_pack,
        facts.score_claimed,
        coalesce(facts.review_score, facts.score_recomputed) is not null as is_measured,
        cast(coalesce(facts.review_score, least(facts.score_recomputed, facts.score_claimed), facts.score_claimed) as double)
            as score_of_row,
        cast(facts.weight as double) as points
    from {{ ref('int_indicator_facts') }} as facts
    inner join {{ ref('int_programme_carriers') }} as carriers on facts.programme_id = carriers.programme_id
),

exports as (
    select * from {{ ref('dim_exports') }}
),

reports as (
    select
        {{ columns_of('facts', programme_year) }},
        max(facts.period_end) as period_end,
        row_number()
            over (
                partition by facts.programme_id, facts.organisation_id, facts.fiscal_year
                order by
                    case when count(facts.score_of_row) > 0 then 0 else 1 end,
                    max(facts.period_end) desc,
                    max(exports.known_from) desc,
                    facts.export_id
            )
            as place
    from facts
    left join exports on facts.export_id = exports.export_id
    group by {{ columns_of('facts', programme_year) }}
)

select
    {{ columns_of('facts', programme_year) }},
    reports.period_end,
    bool_or(facts.is_by_body) as is_by_body,
    min(facts.region_code) as region_code,
    min(facts.programme_name) as programme_name,
    max(facts.budget) as budget,
    max(facts.executed) as executed,
    max(facts.score_pack) as score_pack,
    count(*) as n_indicators,
    count(facts.score_of_row) as n_scores,
    round(
        100 * sum(cast(facts.score_claimed as double))
        / nullif(sum(case when facts.score_claimed is not null then facts.points end), 0), 6
    ) as score_claimed,
    round(
        100 * sum(facts.score_of_row)
        / nullif(sum(case when facts.score_of_row is not null then facts.points end), 0), 6
    ) as score_supported,
    coalesce(round(
        sum(case when facts.is_measured then facts.points end)
        / nullif(sum(facts.points), 0), 6
    ), 0) as measured_share
from facts
inner join reports
    on
        facts.programme_id = reports.programme_id
        and {{ same('facts.organisation_id', 'reports.organisation_id') }}
        and facts.fiscal_year = reports.fiscal_year
        and facts.export_id = reports.export_id
        and {{ same('facts.period_end', 'reports.period_end') }}
where reports.place = 1
group by {{ columns_of('facts', programme_year) }}, reports.period_end
