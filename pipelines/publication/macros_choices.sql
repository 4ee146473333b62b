-- Several sources say the same: all of them are kept and shown, and a named rule says which one a question uses.

-- Leaf amounts of every source of a question, with the rule that ranks their source. `wanted_question` is own_book or across_regions (more in
-- dim_source_preferences). Within a region, period and caliber of the question the best rank is chosen as a whole, so that no total is
-- pieced together from two sources; sources of the same rank complement each other, and where two of them state the same line with
-- different amounts none is chosen.
create or replace macro marts.chosen(wanted_question, wanted_kind, wanted_stage, wanted_scope := null, wanted_account := null) as table
with candidates as (
    select *
    from marts.fct_budget_lines
    where
        row_role = 'leaf'
        and is_current
        and kind = wanted_kind
        and stage = wanted_stage
        and (wanted_scope is null or scope = wanted_scope)
        and (wanted_account is null or account = wanted_account)
),
sources as (
    select distinct contract_id, source_role from candidates
),
ranked as (
    select
        source.contract_id,
        source.source_role,
        preference.preference_rank,
        preference.preference_id,
        preference.reason
    from sources as source
    join marts.dim_source_preferences as preference
        on
            preference.question = case
                when wanted_question in (select question from marts.dim_source_preferences) then wanted_question
                else error('no source is preferred for the question ''' || wanted_question || '''; see marts.dim_source_preferences')
            end
            and (preference.source_role is null or preference.source_role = source.source_role)
            and (preference.contract_id is null or preference.contract_id = source.contract_id)
    -- A rule that names the contract goes before one that names its role.
    qualify row_number() over (
        partition by source.contract_id, source.source_role order by preference.contract_id nulls last, preference.preference_id
    ) = 1
),
placed as (
    select
        candidate.*,
        ranked.preference_rank,
        ranked.preference_id,
        ranked.reason,
        min(ranked.preference_rank) over (
            partition by candidate.region_code, candidate.fiscal_year, candidate.period_end, candidate.period_basis, candidate.scope,
            candidate.account, candidate.recognition, candidate.currency
        ) as best_rank
    from candidates as candidate
    left join ranked on candidate.contract_id = ranked.contract_id and candidate.source_role = ranked.source_role
),
stated as (
    select
        line_id, fiscal_year, period_end, recognition, comparison, currency, preference_rank, contract_id,
        sum(amount) as amount,
        sum(display_unit) / 2 as rounding
    from placed
    where preference_rank = best_rank
    group by all
),
repeated as (
    select
        line_id, fiscal_year, period_end, recognition, comparison, currency, preference_rank,
        min(contract_id) as first_contract_id,
        string_agg(contract_id, ' and ' order by contract_id) as contracts,
        max(amount) - min(amount) as spread,
        max(amount) - min(amount) > sum(rounding) as is_conflict
    from stated
    group by all
    having count(*) > 1
)
select
    placed.* exclude (best_rank),
    coalesce(
        placed.preference_rank = placed.best_rank
        and (repeated.line_id is null or (not repeated.is_conflict and placed.contract_id = repeated.first_contract_id)),
        false
    ) as is_chosen,
    case
        when placed.preference_rank is null then 'refused: no rule ranks this source'
        when placed.preference_rank > placed.best_rank then 'not chosen: a source of rank ' || placed.best_rank || ' states the region and period'
        when repeated.line_id is null then 'chosen by ' || placed.preference_id
        when repeated.is_conflict then 'conflict: no rule prefers one of ' || repeated.contracts
        when placed.contract_id = repeated.first_contract_id then 'chosen by ' || placed.preference_id || '; ' || repeated.contracts || ' agree'
        else 'not chosen: ' || repeated.contracts || ' agree, the first is taken'
    end as choice,
    repeated.spread as conflict_spread
from placed
left join repeated
    on
        placed.line_id = repeated.line_id
        and placed.fiscal_year = repeated.fiscal_year
        and placed.period_end is not distinct from repeated.period_end
        and placed.recognition is not distinct from repeated.recognition
        and placed.comparison is not distinct from repeated.comparison
        and placed.currency is not distinct from repeated.currency
        and placed.preference_rank = repeated.preference_rank;
