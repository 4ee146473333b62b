-- How results lie about their targets, a row a reporter: an organisation with its figures of all years; where organisations have
-- fewer than 100, those of a publisher's table and year together; and one indicator under one target across organisations.
-- The 3 % on either side of a target are split in the middle. A target of 100 %, and a share whose upper 3 % its whole cuts off,
-- has no two sides; a figure that is its target is on neither, like a tie in a test of signs.
with attainments as (
    select
        *,
        round(
            case direction when 'higher' then 1 else -1 end * (cast(actual_value as double) / cast(target_value as double) - 1), 9
        ) as beyond,
        organisation_id is not null and count(*) over (partition by organisation_id) >= 100 as is_enough
    from {{ ref('int_indicator_facts') }}
    where
        is_series and target_state = 'number' and direction in ('higher', 'lower') and target_value > 0 and actual_value is not null
        and not is_norm and not (is_share and direction = 'higher' and target_value * 1.03 > 100)
),

counted as (
    {% for kind, keys, words, owner, year, which, having in [
        ('organisation', ['organisation_id'], 'coalesce(min(organisation_name), organisation_id)', 'organisation_id', 'max(fiscal_year)',
            'is_enough', 'true'),
        ('contract', ['contract_id', 'fiscal_year'], "concat_ws(' / ', contract_id, cast(fiscal_year as " ~ text_type() ~ '))', 'null',
            'fiscal_year', 'not is_enough', 'true'),
        ('indicator', ['contract_id', 'peer_key', 'direction', 'target_value'], "concat_ws(' / ', contract_id, min(indicator_name))", 'null',
            'max(fiscal_year)', 'true', 'count(*) >= 100 and count(distinct organisation_id) > 1'),
    ] %}
    select
        {{ hash_id(["'" ~ kind ~ "'"] + keys) }} as subject_id,
        {{ words }} as subject,
        cast({{ owner }} as {{ text_type() }}) as organisation_id,
        {{ year }} as fiscal_year,
        min(region_code) as region_code,
        max(period_end) as period_end,
        min(export_id) as export_id,
        count(*) as n_figures,
        count(case when beyond > -0.03 and beyond <= -0.015 then 1 end) as n_far_below,
        count(case when beyond > -0.015 and beyond < 0 then 1 end) as n_below,
        count(case when beyond > 0 and beyond < 0.015 then 1 end) as n_above,
        count(case when beyond >= 0.015 and beyond < 0.03 then 1 end) as n_far_above
    from attainments
    where {{ which }}
    group by {{ keys | join(', ') }}
    having {{ having }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- Wherever the bulk of results lies, the odds of above to below grow with the distance from the target, and the outer halves are
-- three times as far apart as the inner: exactly so for a normal curve of any mean and width. So what is usual for the inner
-- halves is the third root of the outer odds; to be on the safe side of chance, of one standard error more.
expected as (
    select
        *,
        n_below + n_above as n_near,
        n_below + n_above + n_far_below + n_far_above as n_within,
        exp((ln((n_far_above + 0.5) / (n_far_below + 0.5)) + sqrt(1 / (n_far_above + 0.5) + 1 / (n_far_below + 0.5))) / 3) as usual_odds
    from counted
),

-- The exact chance of so many or more just above: logarithms of the binomial terms, each from the one before.
terms as (
    select
        *,
        {{ numbers_to('n_near') }} as k
    from expected
    where n_figures >= 100 and n_within >= 20 and n_near > 0
),

chances as (
    select
        subject_id,
        n_above,
        k,
        sum(ln((n_near - k + 1.0) / k * usual_odds)) over (partition by subject_id order by k) - n_near * ln(1 + usual_odds) as ln_chance
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
    expected.*,  -- noqa: AM04
    n_near * usual_odds / (1 + usual_odds) as usual_above,
    tails.tail
from expected
left join tails on expected.subject_id = tails.subject_id
