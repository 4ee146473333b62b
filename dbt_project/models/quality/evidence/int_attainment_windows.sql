-- How results lie about their targets, a row a reporter: an organisation with its figures of all years; where organisations have
-- fewer than 100, those of a publisher's table and year together; and one indicator under one target across organisations.
-- `beyond` counts windows of 3 % of the target, of 1.5 % for shares, which lie closer. A target of 100 %, and a share whose upper
-- windows its whole cuts off, has no two sides; a figure that is its target is on neither, like a tie in a test of signs.
with attainments as (
    select
        *,
        round(
            case direction when 'higher' then 1 else -1 end * (cast(actual_value as double) / cast(target_value as double) - 1)
            / case when is_share then 0.015 else 0.03 end, 9
        ) as beyond,
        organisation_id is not null and count(*) over (partition by organisation_id) >= 100 as is_enough
    from {{ ref('int_indicator_facts') }}
    where
        is_series and target_state = 'number' and direction in ('higher', 'lower') and target_value > 0 and actual_value is not null
        and not is_norm and not (is_share and direction = 'higher' and target_value * 1.03 > 100)
),

-- Shares, counts and ceilings lie about their targets each in their own way; pooled, the mixture would look like a crowd.
kinds_of_result as (
    {% for kind, keys, words, owner, year, which in [
        ('organisation', ['organisation_id'], 'coalesce(min(organisation_name), organisation_id)', 'organisation_id', 'max(fiscal_year)', 'is_enough'),
        ('contract', ['contract_id', 'fiscal_year'], "concat_ws(' / ', contract_id, cast(fiscal_year as " ~ text_type() ~ '))', 'null',
            'fiscal_year', 'not is_enough'),
        ('indicator', ['contract_id', 'peer_key', 'target_value'], "concat_ws(' / ', contract_id, min(indicator_name))", 'null',
            'max(fiscal_year)', 'true'),
    ] %}
    select
        '{{ kind }}' as reporter_kind,
        {{ hash_id(["'" ~ kind ~ "'"] + keys) }} as subject_id,
        {{ words }} as subject,
        cast({{ owner }} as {{ text_type() }}) as organisation_id,
        {{ year }} as fiscal_year,
        min(region_code) as region_code,
        max(period_end) as period_end,
        min(export_id) as export_id,
        min(organisation_id) as first_organisation_id,
        max(organisation_id) as last_organisation_id,
        count(*) as n_figures,
        count(case when beyond > -2 and beyond <= -1 then 1 end) as n_far_below,
        count(case when beyond > -1 and beyond < 0 then 1 end) as n_below,
        count(case when beyond > 0 and beyond < 1 then 1 end) as n_above,
        count(case when beyond >= 1 and beyond < 2 then 1 end) as n_far_above
    from attainments
    where {{ which }}
    group by {{ keys | join(', ') }}, is_share, direction
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- Wherever the bulk of results lies, the odds of above to below grow with the distance from the target, and the outer windows are
-- three times as far apart as the inner: exactly so for a normal curve of any mean and width. So what is usual for the inner
-- windows is the third root of the outer odds; to be on the safe side of chance, of one standard error more.
expected as (
    select
        *,
        exp((ln((n_far_above + 0.5) / (n_far_below + 0.5)) + sqrt(1 / (n_far_above + 0.5) + 1 / (n_far_below + 0.5))) / 3) as usual_odds
    from kinds_of_result
),

reporters as (
    select
        subject_id,
        max(organisation_id) as organisation_id,
        min(subject) as subject,
        max(fiscal_year) as fiscal_year,
        min(region_code) as region_code,
        max(period_end) as period_end,
        min(export_id) as export_id,
        {% for name in ['n_figures', 'n_far_below', 'n_below', 'n_above', 'n_far_above'] %}
        cast(sum({{ name }}) as bigint) as {{ name }},
        {% endfor %}
        cast(sum(n_below + n_above) as bigint) as n_near,
        round(sum((n_below + n_above) * usual_odds / (1 + usual_odds)), 6) as usual_above
    from expected
    group by reporter_kind, subject_id
    having reporter_kind <> 'indicator' or (sum(n_figures) >= 100 and min(first_organisation_id) <> max(last_organisation_id))
),

-- The exact chance of so many or more just above: logarithms of the binomial terms, each from the one before. Kinds of different
-- chance together spread less than one of their mean (Hoeffding 1956), so it is rather too high than too low.
terms as (
    select
        *,
        {{ numbers_to('n_near') }} as k
    from reporters
    where n_figures >= 100 and n_near >= 20
),

chances as (
    select
        subject_id,
        n_above,
        k,
        sum(ln((n_near - k + 1.0) / k * usual_above / (n_near - usual_above))) over (partition by subject_id order by k)
        + n_near * ln(1 - usual_above / n_near) as ln_chance
    from terms
),

tails as (
    select
        subject_id,
        case when max(n_above) = 0 then 1.0 else round(sum(case when k >= n_above then exp(ln_chance) else 0 end), 9) end as tail
    from chances
    group by subject_id
)

select
    reporters.*,
    tails.tail
from reporters
left join tails on reporters.subject_id = tails.subject_id
