-- Sums over tiers and accounts that are legal (X12, X17, X55), and the reason where they are not.

-- Own tier and lower tiers against the whole territory (X12), one row per region, year and caliber. Only flows that no tier passes to another
-- are added: own revenue, and expenditure on items that are no transfers; what is left out is said. No sum where a lower tier is missing.
create or replace macro marts.own_and_lower_tiers(wanted_kind, wanted_stage, wanted_account := 'general') as table
with flows as (
    select
        region_code, scope, fiscal_year, period_end, recognition, netting, currency,
        sum(amount) filter (where is_own) as amount,
        sum(amount) filter (where not is_own) as left_out,
        sum(display_unit) / 2 as rounding
    from (
        select
            *,
            list_contains(string_split(conditions, '|'), 'own_source_flow')
            and (line = 'own_source' or list_contains(string_split(conditions, '|'), 'item_is_no_transfer')) as is_own
        from marts.lines_with_conditions
        where
            row_role = 'leaf' and is_current and source_role = 'primary' and kind = wanted_kind and stage = wanted_stage
            and account = wanted_account and scope in ('own_level', 'area_total') and period_basis = 'year'
    )
    group by all
),
tiers as (
    select parent_code, region_code
    from marts.dim_regions
    where parent_code is not null and not is_unmapped
),
lower_tiers as (
    select
        whole.region_code, whole.fiscal_year, whole.period_end, whole.recognition, whole.netting, whole.currency,
        count(*) as n_lower_tiers,
        count(part.amount) as n_reported,
        string_agg(tiers.region_code, ', ' order by tiers.region_code) filter (where part.amount is null) as missing,
        sum(part.amount) as amount,
        sum(part.rounding) as rounding
    from flows as whole
    join tiers on whole.region_code = tiers.parent_code
    left join flows as part
        on
            tiers.region_code = part.region_code
            and part.scope = 'area_total'
            and whole.fiscal_year = part.fiscal_year
            and whole.period_end = part.period_end
            and whole.recognition is not distinct from part.recognition
            and whole.netting is not distinct from part.netting
            and whole.currency is not distinct from part.currency
    where whole.scope = 'own_level'
    group by all
)
select
    own.region_code,
    own.fiscal_year,
    own.recognition,
    own.netting,
    own.currency,
    own.amount as own_level,
    lower_tiers.n_lower_tiers,
    lower_tiers.n_reported,
    case when lower_tiers.missing is null then lower_tiers.amount end as lower_tiers,
    case when lower_tiers.missing is null and lower_tiers.n_lower_tiers > 0 then marts.x12(own.amount, lower_tiers.amount) end as derived_area_total,
    whole.amount as reported_area_total,
    case when lower_tiers.missing is null then whole.amount - own.amount - lower_tiers.amount end as difference,
    own.rounding + coalesce(lower_tiers.rounding, 0) + coalesce(whole.rounding, 0) as tolerance,
    own.left_out as left_out_own,
    whole.left_out as left_out_area,
    case
        when own.netting is null or own.netting = 'unknown' then 'refused: netting unknown'
        when own.amount is null then 'refused: no flow of the own tier is known to be free of transfers (X12)'
        when lower_tiers.n_lower_tiers is null then 'refused: no lower tier is listed'
        when lower_tiers.missing is not null then 'refused: CHILD_MISSING ' || lower_tiers.missing
        else 'X12'
    end as outcome
from flows as own
left join lower_tiers
    on
        own.region_code = lower_tiers.region_code and own.fiscal_year = lower_tiers.fiscal_year
        and own.period_end = lower_tiers.period_end and own.recognition is not distinct from lower_tiers.recognition
        and own.netting is not distinct from lower_tiers.netting and own.currency is not distinct from lower_tiers.currency
left join flows as whole
    on
        whole.scope = 'area_total' and own.region_code = whole.region_code and own.fiscal_year = whole.fiscal_year
        and own.period_end = whole.period_end and own.recognition is not distinct from whole.recognition
        and own.netting is not distinct from whole.netting and own.currency is not distinct from whole.currency
where own.scope = 'own_level';

-- The four accounts of a region side by side: simply added (X55) where all four are there, consolidated (X17) where the lines moved between
-- them are there too. Nothing is guessed: a missing account or missing transfer lines leave the sum empty and say so.
create or replace macro marts.four_accounts(wanted_kind, wanted_stage, wanted_scope) as table
with sums as (
    select
        region_code, fiscal_year, period_end, recognition, currency,
        sum(amount) filter (where account = 'general' and not is_moved) as general,
        sum(amount) filter (where account = 'government_fund' and not is_moved) as government_fund,
        sum(amount) filter (where account = 'soe_capital' and not is_moved) as soe_capital,
        sum(amount) filter (where account = 'social_insurance' and not is_moved) as social_insurance,
        sum(amount) filter (where is_moved) as moved_between_accounts,
        count(distinct netting) as n_nettings
    from (
        select *, coalesce(line, 'unknown') = 'inter_account' as is_moved
        from marts.fct_budget_lines
        where
            row_role = 'leaf' and is_current and source_role = 'primary' and kind = wanted_kind and stage = wanted_stage
            and scope = wanted_scope and period_basis = 'year'
            and account in ('general', 'government_fund', 'soe_capital', 'social_insurance')
            and coalesce(line, 'unknown') in ('own_source', 'current_expenditure', 'inter_account')
    )
    group by all
)
select
    * exclude (n_nettings, moved),
    marts.x55(general + moved, government_fund + soe_capital + social_insurance) as four_gross,
    marts.x17(
        marts.x55(general + moved, government_fund + soe_capital + social_insurance), moved_between_accounts
    ) as four_net,
    concat_ws(
        '; ',
        case
            when general is null or government_fund is null or soe_capital is null or social_insurance is null
                then 'refused: ACCOUNT_MISSING ' || concat_ws(
                    ', ', case when general is null then 'general' end, case when government_fund is null then 'government_fund' end,
                    case when soe_capital is null then 'soe_capital' end, case when social_insurance is null then 'social_insurance' end
                )
            else 'X55'
        end,
        case
            when moved_between_accounts is null then 'refused: INTERACCOUNT_UNMATCHED, the lines moved between accounts are not in the book'
            else 'X17'
        end
    ) as outcome
from (select *, coalesce(moved_between_accounts, 0) as moved from sums);
