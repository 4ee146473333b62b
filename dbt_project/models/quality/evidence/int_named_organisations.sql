-- Which organisations of the roster a narrative names: one row each text and organisation. Every name in every text would
-- take hours, so a name is looked up only where the first three signs of one stand.
with roster as (
    select
        region_code,
        organisation_id,
        organisation_name,
        count(*) over () as n_organisations
    from {{ ref('dim_organisations') }}
    where length(organisation_name) >= 3
),

beginnings as (
    select distinct substr(organisation_name, 1, 3) as beginning
    from roster
),

lengths as (
    select distinct length(organisation_name) as n_signs
    from roster
),

narratives as (
    select distinct narrative
    from {{ ref('int_indicator_facts') }}
    where narrative is not null and organisation_name is not null
),

sentences as (
    select
        narrative,
        {{ sentences_of('narrative') }}
    from narratives
),

signs as (
    select
        narrative,
        sentence,
        {{ numbers_to('length(sentence) - 2') }} as start
    from sentences
    where length(sentence) >= 3
),

starts as (
    select
        signs.narrative,
        substr(signs.sentence, signs.start) as text
    from signs
    inner join beginnings on substr(signs.sentence, signs.start, 3) = beginnings.beginning
)

select distinct
    starts.narrative,
    roster.region_code,
    roster.organisation_id,
    roster.organisation_name,
    roster.n_organisations
from starts
cross join lengths
inner join roster on substr(starts.text, 1, lengths.n_signs) = roster.organisation_name
