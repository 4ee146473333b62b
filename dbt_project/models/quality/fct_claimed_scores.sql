-- Every claimed score under every pack of scoring rules in force in its year: per programme's report the points claimed,
-- the points its own figures give, and by how much claims exceed them. Only indicators from which the pack gives a score
-- are counted on both sides; a claim below the rule takes nothing off another one.
with reports as (
    select
        *,
        target_state in ('number', 'range') and actual_in_target_unit is not null as is_measured
    from {{ ref('fct_indicators') }}
    where is_current and row_role = 'leaf' and score_claimed is not null
),

packs as (
    select * from {{ ref('score_packs') }}
),

scored as (
    select
        packs.pack,
        reports.export_id,
        reports.contract_id,
        reports.region_code,
        reports.organisation_id,
        reports.programme_id,
        reports.fiscal_year,
        reports.indicator_report_id,
        reports.score_claimed,
        reports.score_pack = packs.pack as is_in_force,
        {{ score_under('reports', 'packs') }} as score_recomputed
    from reports
    inner join packs on {{ pack_is_in_force('packs', 'reports.fiscal_year') }}
),

judged as (
    select
        *,
        case when score_claimed - score_recomputed > 0.01 then score_claimed - score_recomputed end as points_above
    from scored
)

select
    {{ hash_id([
        'pack', 'export_id', 'region_code', 'organisation_id', 'programme_id', 'fiscal_year'
    ]) }} as claimed_score_id,
    pack,
    coalesce(bool_or(is_in_force), false) as is_in_force,
    export_id,
    min(contract_id) as contract_id,
    region_code,
    organisation_id,
    programme_id,
    fiscal_year,
    count(*) as n_claimed,
    count(score_recomputed) as n_recomputed,
    sum(case when score_recomputed is not null then score_claimed end) as score_claimed,
    sum(score_recomputed) as score_recomputed,
    count(points_above) as n_above,
    coalesce(sum(points_above), 0) as points_above,
    max_by(indicator_report_id, points_above) as furthest_report_id
from judged
group by pack, export_id, region_code, organisation_id, programme_id, fiscal_year
