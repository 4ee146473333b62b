{#-
  What rules about single indicator reports share. Such a rule is a CTE `judged` (columns of int_indicator_facts and
  status, observed, expected, tolerance) and a select of indicator_rule_columns from it. A million reports times two
  dozen rules must stay cheap: a result names its report and no more of where and when; figures stand only where they were
  compared, and words are put together for failures only.
-#}

{#- Half of the last printed digit. -#}
{% macro half_digit(decimals) -%}
    (0.5 * power(10, -coalesce({{ decimals }}, 0)))
{%- endmacro %}

{#- Executed over budget of the programme as a share; null without a budget. -#}
{% macro execution_share(of) -%}
    case when {{ of }}.budget > 0 then cast({{ of }}.executed as double) / cast({{ of }}.budget as double) end
{%- endmacro %}

{#-
  The select list of a rule about indicator reports, over `judged`. `en`, `zh`: what it says of a failure (why it is silent stands in
  seeds/rule_silences.csv); `pairs`: innocent explanations; `cells`: ids of the rows it rests on; `about`: the row that is judged where
  it is not the report itself; `severity`, `strength`, `suggested`: SQL. Figures stand where they were compared. The view shows the id of
  the report (report_id) for people and tests; outcomes are kept by its number.
-#}
{% macro indicator_rule_columns(
    rule_id, en, zh, pairs, cells=['indicator_report_id'], severity='null', strength='null', suggested='null', about='null'
) -%}
    {%- set own = {
        'report_id': 'indicator_report_id',
        'report_number': 'report_number',
        'status': 'status',
    } -%}
    {%- for name in ['observed', 'expected', 'tolerance'] -%}
        {%- do own.update({name: "case when status in ('pass', 'fail') then " ~ name ~ ' end'}) -%}
    {%- endfor -%}
    {%- for name, words in {
        'about_id': about,
        'severity': severity,
        'strength': strength,
        'suggested': suggested,
        'subject': indicator_words_of_subject(),
        'sentence_en': say(en),
        'sentence_zh': say(zh),
        'cells': json_list(cells),
        'alternatives': innocent(pairs, 0),
        'alternatives_zh': innocent(pairs, 1),
    }.items() -%}
        {%- do own.update({name: "case when status = 'fail' then " ~ words ~ ' end' if words != 'null' else 'null'}) -%}
    {%- endfor -%}
    {{ outcome_columns(rule_id, own) }}
{%- endmacro %}

{% macro indicator_words_of_subject() -%}
    concat_ws(' / ', coalesce(organisation_name, contract_id), programme_name, indicator_name, cast(fiscal_year as {{ text_type() }}))
{%- endmacro %}

{#- Deviations beyond four say no more than four; least and greatest pass over a null, and what is not known deviates nowhere. -#}
{% macro bounded_deviation(z) -%}
    case when {{ z }} is not null then greatest(-4, least(4, {{ z }})) end
{%- endmacro %}

{#- A count of a few is twice the root of what is usual away from it by chance; a figure printed with decimals is no count. -#}
{% macro within_count_noise(reports, expected) -%}
    ({{ reports }}.actual_decimals = 0 and power({{ reports }}.actual_value - {{ expected }}, 2) <= 4 * {{ expected }})
{%- endmacro %}

{#-
  An output that moved away from money and companions both (`sign` 1: more is reported, -1: the same evidence turned round); where the money is its only
  companion its own history has to say so too. More output with more money, or a saving with the usual output, is neither.
-#}
{% macro moved_alone(of, sign) -%}
    case
        when {{ of }}.n_together >= 2
            then least(-1 * {{ sign }} * {{ of }}.z_cost, {{ sign }} * {{ of }}.z_together) >= 1.3
                and {{ sign }} * ({{ of }}.z_together - {{ of }}.z_cost) >= 3.6
        else {{ sign }} * {{ of }}.z_own >= 2.5 and {{ sign }} * {{ of }}.z_cost <= -2.5 and {{ sign }} * ({{ of }}.z_own - {{ of }}.z_cost) >= 6
    end
{%- endmacro %}
