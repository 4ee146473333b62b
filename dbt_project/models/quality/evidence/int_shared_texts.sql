-- Reports whose text runs on in the same words as another organisation's: pairs of sentences in a row that both have.
{{ config(materialized='table') }}

with sentences as (
    select
        indicator_report_id,
        organisation_id,
        organisation_name,
        {{ sentences_of('narrative') }}
    from {{ ref('int_indicator_facts') }}
    where narrative is not null and organisation_id is not null
),

runs as (
    select
        indicator_report_id,
        organisation_id,
        organisation_name,
        length(sentence) as n_signs,
        {{ hash_id(['sentence', 'lead(sentence) over (partition by indicator_report_id order by place)']) }} as run,
        lead(sentence) over (partition by indicator_report_id order by place) as next_sentence
    from sentences
    where length(trim(sentence)) >= 8
),

-- Words that many use are the form's, not theirs.
rare as (
    select
        *,
        count(*) over (partition by run) as n_uses
    from runs
    where next_sentence is not null
),

pairs as (
    select
        one.indicator_report_id,
        other.organisation_name as other_organisation,
        other.indicator_report_id as other_report_id,
        count(*) as n_runs
    from rare as one
    inner join rare as other on one.run = other.run and one.organisation_id <> other.organisation_id
    where one.n_uses <= 20 and other.n_uses <= 20
    group by one.indicator_report_id, other.organisation_name, other.indicator_report_id
)

select
    indicator_report_id,
    max(n_runs) as n_runs,
    max_by(other_organisation, n_runs) as other_organisation,
    max_by(other_report_id, n_runs) as other_report_id
from pairs
group by indicator_report_id
