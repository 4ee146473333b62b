-- Calibers in the released file: what is comparable, by which rule, and what is refused. The paths between words (caliber_bridges),
-- the test of conditions (conditions_held) and one macro a rule (x01 …) are compiled from the seed by pipelines/calibers/compiler.py.

-- The lines with the conditions of rules that hold for them. Only a book with a whole class for transfers tells them apart.
create or replace view marts.lines_with_conditions as
with books as (
    select system from marts.dim_items where is_transfer and level = 1 group by system
)
select
    line.*,
    marts.conditions_held(
        line.period_basis, line.period_months, line.line,
        coalesce(not coalesce(economic.is_unmapped, item.is_unmapped) and book.system is not null, false),
        coalesce(item.is_transfer, false) or coalesce(economic.is_transfer, false)
    ) as conditions
from marts.fct_budget_lines as line
left join marts.dim_items as item on line.item_id = item.item_id
left join marts.dim_items as economic on line.economic_item_id = economic.item_id
left join books as book on book.system = coalesce(line.economic_system, line.item_system);

-- The caliber whose id begins so; an error where none or several do.
create or replace macro marts.caliber_named(wanted_caliber) as (
    select
        case count(*)
            when 1 then min(caliber_id)
            when 0 then error('no caliber begins with ''' || wanted_caliber || '''; list them: from marts.dim_calibers')
            else error('several calibers begin with ''' || wanted_caliber || '''; write more of the id')
        end
    from marts.dim_calibers
    where starts_with(caliber_id, wanted_caliber)
);

-- Names of dimensions, separated by commas, as a list; an error for a name that is none.
create or replace macro marts.dimensions_named(across) as
case
    when list_has_all(
        [
            '', 'scope', 'account', 'line', 'stage', 'recognition', 'basis', 'period_basis', 'comparison', 'netting', 'unit', 'classification',
            'source', 'status'
        ],
        string_split(replace(across, ' ', ''), ',')
    ) then string_split(replace(across, ' ', ''), ',')
    else error('''' || across || ''' names something that is no dimension of the caliber')
end;

-- How rules call a word beside another one of an open dimension: another scale of one currency, another edition of one book.
create or replace macro marts.stand_in(open_dimension, this_word, that_word) as
case
    when open_dimension not in ('unit', 'classification') then this_word
    when split_part(this_word, ' ', 1) = split_part(that_word, ' ', 1)
        then case open_dimension when 'unit' then 'other_scale' else 'other_edition' end
    when open_dimension = 'unit' then 'other_currency'
    else split_part(this_word, ' ', 1)
end;

-- Every caliber against one, dimension by dimension and for every set of conditions a line may bring: the best rule there is.
create or replace macro marts.caliber_steps(target_caliber, across := '') as table
with pairs as (
    select
        source.caliber_id,
        source.dimension,
        source.word as from_word,
        target.word as to_word
    from marts.caliber_words as source
    join marts.caliber_words as target on source.dimension = target.dimension
    where
        target.caliber_id = marts.caliber_named(target_caliber)
        and not list_contains(marts.dimensions_named(across), source.dimension)
),
brought as (
    select distinct caliber_id, conditions from marts.lines_with_conditions
)
select
    pairs.caliber_id,
    brought.conditions,
    pairs.dimension,
    pairs.from_word,
    pairs.to_word,
    case
        when 'unknown' in (pairs.from_word, pairs.to_word) then 'unknown'
        when pairs.from_word = pairs.to_word then 'same'
        else coalesce(bridge.outcome, 'no_rule')
    end as outcome,
    case when pairs.from_word <> pairs.to_word and 'unknown' not in (pairs.from_word, pairs.to_word) then bridge.rule_ids end as rule_ids,
    bridge.inputs,
    coalesce(bridge.stands_alone, pairs.from_word = pairs.to_word) and 'unknown' not in (pairs.from_word, pairs.to_word) as stands_alone,
    coalesce(bridge.low_share, 1) as low_share,
    coalesce(bridge.high_share, 1) as high_share,
    bridge.sentence,
    bridge.needed
from pairs
join brought on pairs.caliber_id = brought.caliber_id
left join marts.caliber_bridges as bridge
    on
        pairs.from_word <> pairs.to_word
        and pairs.dimension = bridge.dimension
        and marts.stand_in(pairs.dimension, pairs.from_word, pairs.to_word) = bridge.from_word
        and marts.stand_in(pairs.dimension, pairs.to_word, pairs.from_word) = bridge.to_word
        and (bridge.conditions is null or list_has_all(string_split(brought.conditions, '|'), string_split(bridge.conditions, '|')))
qualify row_number() over (partition by pairs.caliber_id, brought.conditions, pairs.dimension order by bridge.place) = 1;

-- The same, one row per caliber and set of conditions: may its amounts stand beside the wanted one, by which rules, else why not.
create or replace macro marts.bridged_calibers(target_caliber, across := '') as table
select
    caliber_id,
    conditions,
    bool_and(outcome in ('same', 'exact') and stands_alone) as is_exact,
    bool_and(outcome in ('same', 'exact', 'estimate') and stands_alone) as is_estimate,
    string_agg(rule_ids, ' + ' order by dimension) filter (where outcome <> 'same') as rule_ids,
    arg_max(outcome, case outcome
        when 'same' then 0 when 'exact' then 1 when 'derivable' then 2 when 'estimate' then 3 when 'no_rule' then 4 when 'impossible' then 5 else 6
    end) as outcome,
    product(low_share) as low_share,
    product(high_share) as high_share,
    string_agg(dimension, ', ' order by dimension) filter (where not stands_alone) as forbidden_by,
    string_agg(
        dimension || ' ' || from_word || ' → ' || to_word || ': ' || case outcome
            when 'unknown' then 'unknown, so nobody can say'
            when 'no_rule' then 'no rule leads there'
            when 'impossible' then 'impossible (' || rule_ids || ')'
            else outcome || ' only with ' || replace(inputs, '|', ', ') || ' (' || rule_ids || ')'
        end || case
            when needed is not null then '; needed: ' || needed when outcome = 'unknown' then '; needed: the word, from the publisher' else ''
        end, '. ' order by dimension
    ) filter (where not stands_alone) as sentence
from marts.caliber_steps(target_caliber, across := across)
group by caliber_id, conditions;

-- Leaf amounts that stand beside the wanted caliber, unchanged or by exact rules that need nothing else, with the rules' ids and the
-- half digit of printing on either side. `across`: dimensions the question aggregates over or sets aside; they are said in every row.
-- `estimates := true` lets rules with an interval in. Everything else is in marts.refused(…).
create or replace macro marts.comparable_to(target_caliber, across := '', wanted_kind := null, estimates := false) as table
select
    line.*,
    case bridge.is_exact when true then 'exact' else 'estimate' end as comparison_outcome,
    coalesce(bridge.rule_ids, 'same caliber') as comparison_path,
    cast(
        least(line.amount * bridge.low_share, line.amount * bridge.high_share) - coalesce(line.display_unit, 0) / 2 as decimal(28, 4)
    ) as amount_low,
    cast(
        greatest(line.amount * bridge.low_share, line.amount * bridge.high_share) + coalesce(line.display_unit, 0) / 2 as decimal(28, 4)
    ) as amount_high,
    across as set_aside
from marts.lines_with_conditions as line
join marts.bridged_calibers(target_caliber, across := across) as bridge
    on line.caliber_id = bridge.caliber_id and line.conditions = bridge.conditions
where
    line.row_role = 'leaf'
    and line.is_current
    and line.source_role = 'primary'
    and (wanted_kind is null or line.kind = wanted_kind)
    and (bridge.is_exact or (estimates and bridge.is_estimate));

-- Leaf amounts that may not stand beside the wanted caliber: the dimensions that forbid it, and what would be needed.
create or replace macro marts.refused(target_caliber, across := '', wanted_kind := null, estimates := false) as table
select
    line.*,
    case when bridge.outcome in ('same', 'exact') then 'exact_with_inputs' else bridge.outcome end as comparison_outcome,
    coalesce(bridge.forbidden_by, 'estimate') as forbidden_by,
    coalesce(bridge.sentence, 'only as an estimate (' || bridge.rule_ids || '); ask with estimates := true') as why,
    across as set_aside
from marts.lines_with_conditions as line
join marts.bridged_calibers(target_caliber, across := across) as bridge
    on line.caliber_id = bridge.caliber_id and line.conditions = bridge.conditions
where
    line.row_role = 'leaf'
    and line.is_current
    and line.source_role = 'primary'
    and (wanted_kind is null or line.kind = wanted_kind)
    and not (bridge.is_exact or (estimates and bridge.is_estimate));

-- The sum of rows of one caliber; an error that names both where two would be added up. Give it `amount` and `caliber` of comparable.
create or replace macro marts.add_up(amounts, calibers) as
case
    when min(calibers) is distinct from max(calibers)
        then error('amounts of different calibers are not added up: ' || min(calibers) || ' and ' || max(calibers) || '. Group by what differs')
    else sum(amounts)
end;
