with pairs as (
    select source.caliber_id, source.dimension, source.word as from_word, target.word as to_word
    from marts.caliber_words as source
    join marts.caliber_words as target on source.dimension = target.dimension
    where target.caliber_id = $target and source.caliber_id <> $target and source.word <> target.word
),

bridged as (
    select
        pairs.*, bridge.outcome, bridge.rule_ids, bridge.sentence, bridge.needed, bridge.stands_alone, bridge.conditions,
        row_number() over (partition by pairs.caliber_id, pairs.dimension order by bridge.place) as choice
    from pairs
    left join marts.caliber_bridges as bridge on
        pairs.dimension = bridge.dimension and pairs.from_word = bridge.from_word and pairs.to_word = bridge.to_word
)

select
    caliber_id, dimension, from_word, to_word, rule_ids, sentence, needed, conditions,
    case when from_word = 'unknown' or to_word = 'unknown' then 'unknown' else coalesce(outcome, 'no_rule') end as outcome,
    coalesce(stands_alone, false) as stands_alone
from bridged
where choice = 1
order by caliber_id, dimension
