-- Three indicators of one programme that count the same for women, for men and for all: their names are the same but for
-- the words that say whom; a unit may say it too. One row for what was achieved and one for the target.
{% set women = 'women|woman|girls?|females?|mujer(es)?|niñas|femenin[ao]s?|feminin[ao]s?|mulher(es)?|femmes?|filles' %}
{% set men = 'men|man|boys?|males?|hombres?|niños|masculin[ao]s?|homens?|hommes?|garçons' %}
{% set everybody = 'total(es)?|all|persons?|people|personas?|ambos sexos|both sexes|pessoas|personnes' %}
{% set small = 'a|al|de|del|el|en|la|las|los|por|y|o|e|do|da|dos|das|des|du|le|les|of|the|in|for|and|n[úu]m(ero)?' %}
{% set no_sum = 'medi[ao]s?\\b|promedio|average|\\bmean\\b|ratio|\\brate|tasa|[%％]|porcentaje|percent|valoraci|puntuaci|平均|率|比例|占比|人均' %}
{% set same_table = ['export_id', 'organisation_id', 'programme_id', 'objective', 'fiscal_year', 'period_end', 'period_months'] %}
with reports as (
    select * from {{ ref('fct_indicators') }}
    where is_current and row_role = 'leaf' and source_role <> 'yardstick'
),

-- Words are read once for each name, not once for each report.
names as (
    select distinct
        indicator_name,
        unit,
        lower(indicator_name) as words,
        lower(concat_ws(' ', indicator_name, unit)) as said
    from reports
    where indicator_name is not null
),

worded as (
    select
        indicator_name,
        unit,
        {{ regexp_replace_all(
            regexp_replace_all('words', '\\b(' ~ [women, men, everybody, small] | join('|') ~ ')\\b|女性|男性|女|男|总数|合计', ''),
            '[^\\p{L}\\p{N}]+', ''
        ) }} as stem,
        {{ matches('words', '\\b(' ~ women ~ '|' ~ men ~ ')\\b|女|男') }} as has_words,
        {{ matches('said', '\\b(' ~ women ~ ')\\b|女') }} as has_women,
        {{ matches('said', '\\b(' ~ men ~ ')\\b|男') }} as has_men
    from names
    where not {{ matches('said', no_sum) }}
),

figures as (
    select
        reports.*,
        worded.stem,
        worded.has_words,
        case
            when worded.has_women and not worded.has_men then 'women'
            when worded.has_men and not worded.has_women then 'men'
            else 'all'
        end as whom
    from reports
    inner join worded on reports.indicator_name = worded.indicator_name and {{ same('reports.unit', 'worded.unit') }}
    where worded.stem <> ''
),

triples as (
    select
        {% for whom in ['women', 'men', 'all'] %}
        max(case when whom = '{{ whom }}' then indicator_report_id end) as {{ whom }}_report_id,
        {% endfor %}
        {% for part, value in [('actual', 'actual_in_target_unit'), ('target', 'target_value')] %}
        {% for whom in ['women', 'men', 'all'] %}
        max(case when whom = '{{ whom }}' then {{ value }} end) as {{ part }}_{{ whom }},
        {% endfor %}
        max({{ part }}_decimals) as {{ part }}_decimals,
        {% endfor %}
        -- Where only the unit says whom, the figure for all may be one of things: camps, and the children in them.
        not bool_or(has_words) as is_told_by_unit
    from figures
    group by {{ same_table | join(', ') }}, stem
    having count(*) = 3 and count(distinct whom) = 3
)

{% for part in ['actual', 'target'] %}
select
    all_report_id,
    women_report_id,
    men_report_id,
    '{{ part }}' as part,
    is_told_by_unit,
    {{ part }}_women as women,
    {{ part }}_men as men,
    {{ part }}_all as everybody,
    -- Counts are exact; printed fractions may each be off by half of their last digit.
    case when {{ part }}_decimals > 0 then 3 * {{ half_digit(part ~ '_decimals') }} else 0 end as tolerance
from triples
{% if not loop.last %}union all{% endif %}
{% endfor %}
