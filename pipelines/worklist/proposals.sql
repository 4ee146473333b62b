-- What an open label may mean, with a score and why. Nothing is applied: a person answers. Only the ten thousand heaviest labels are held against every
-- name there is.
-- Words without numbering, blanks, punctuation, case and accents. Only likeness is judged with them; what the models recognise is their business.
create temp macro words(printed) as nullif(regexp_replace(strip_accents(lower(regexp_replace(
    printed, '^\s*(其中[:：])?\s*[(（]?([一二三四五六七八九十]+|[0-9]+)[)）、.．]', ''))), '[^\p{L}\p{N}]+', '', 'g'), '');

-- 1 for equal words, less for a part of the other (a label cut off by a line break), less for words that look alike.
create temp macro likeness(one, other) as case
    when one = other then 1.0
    when length(one) >= 2 and length(other) >= 2 and (contains(one, other) or contains(other, one))
        then greatest(jaro_winkler_similarity(one, other), 0.7 + 0.29 * least(length(one), length(other)) / greatest(length(one), length(other)))
    else jaro_winkler_similarity(one, other)
end;

create temp table known_items as
select system, edition_date, item_code, name, parent_code, root_code, words(name) as words
from (
    select system, edition_date, item_code, parent_code, root_code, unnest([name_local, name_en]) as name from marts.dim_items where not is_unmapped
) where words(name) is not null;

create temp table asked_items as
select label_id, open_labels.system, code, words(label) as words, max(edition_date) as edition_date
from open_labels
left join (select distinct system, edition_date from known_items) as editions
    on open_labels.system = editions.system and editions.edition_date <= open_labels.period_end
where kind <> 'region'
group by all;

-- The items of the printed rows above a label.
create temp table rows_above as
select distinct label_id, item.system, item.item_code
from (select label_id, unnest(parents) as above from open_labels)
join marts.fct_budget_lines as line
    on line.landed_key = above.landed_key and line.sheet is not distinct from above.sheet
    and line.table_number = above.table_number and line.row_number = above.row_number and line.column_number = above.column_number
join marts.dim_items as item on line.item_id = item.item_id and not item.is_unmapped;

create temp table candidates as
with today as (
    select asked.label_id, asked.code, asked.words as asked_words, item.*
    from asked_items as asked join known_items as item on asked.system = item.system and asked.edition_date = item.edition_date
    where asked.label_id <= 10000
)
select label_id, item_code, name, parent_code, root_code, likeness(asked_words, words) as score, 'words alike' as why
from today where likeness(asked_words, words) >= 0.8
union all
select today.label_id, today.item_code, today.name, today.parent_code, today.root_code, 0.93, 'these words in the edition of ' || earlier.edition_date
from today join known_items as earlier
    on today.system = earlier.system and today.item_code = earlier.item_code and today.asked_words = earlier.words
    and today.edition_date <> earlier.edition_date
union all
select today.label_id, today.item_code, today.name, today.parent_code, today.root_code, 0.95,
    'code ' || today.code || ' was ' || earlier.name || ' in the edition of ' || earlier.edition_date
from today join known_items as earlier
    on today.system = earlier.system and today.code = earlier.item_code and today.words = earlier.words and today.edition_date <> earlier.edition_date
union all
select label_id, item_code, name, parent_code, root_code, 0.6, 'codes below ' || code
from today where length(code) >= 2 and starts_with(item_code, code) and length(item_code) <= length(code) + 2
union all
select asked.label_id, item.system || ':' || item.item_code, item.name, null, null, 0.5, 'these words in another code book: declare it in the contract'
from asked_items as asked join known_items as item on asked.words = item.words and asked.system is distinct from item.system;

-- A region must lie in the region that the contract declares, or in one of the same country where it declares none.
create temp table candidate_regions as
with recursive below as (
    select region_code as ancestor, region_code from marts.dim_regions
    union
    select below.ancestor, region.region_code from below join marts.dim_regions as region on region.parent_code = below.region_code
),
named as (
    select region_code, unnest([name_local, name_en, short_name]) as name from marts.dim_regions where not is_unmapped
)
select label_id, named.region_code as item_code, named.name, likeness(words(label), words(named.name)) as score, 'names alike' as why
from open_labels join named on likeness(words(label), words(named.name)) >= 0.8
where kind = 'region' and label_id <= 10000 and (under is null or exists (from below where ancestor = under and below.region_code = named.region_code));

create temp table proposals as
with judged as (
    select candidate.label_id, candidate.item_code, candidate.name, candidate.score, candidate.why,
        count(above.item_code) > 0 as is_below_some,
        coalesce(bool_or(above.item_code in (candidate.parent_code, candidate.root_code) or starts_with(candidate.item_code, above.item_code)), false) as agrees,
        any_value(above.item_code) as above_code
    from candidates as candidate left join rows_above as above on candidate.label_id = above.label_id
    group by all
),
scored as (
    select label_id, item_code, name, why || case when agrees then ', under ' || above_code || ' as printed'
        when is_below_some then ', but printed under ' || above_code else '' end as why,
        least(0.99, score + case when agrees then 0.04 when is_below_some then -0.1 else 0 end) as score
    from judged
    union all
    select label_id, item_code, name, why, least(0.99, score) from candidate_regions
),
best as (
    select label_id, item_code, max(score) as score, max_by(name, score) as name, string_agg(distinct why, '; ' order by why) as why
    from scored group by all
),
ranked as (
    select *, row_number() over (partition by label_id order by score desc, length(item_code), item_code) as place from best
)
select label_id, list({means: item_code, name: name, score: round(score, 2)::decimal(3, 2), why: why} order by place) as proposals
from ranked where place <= 3 group by label_id;
