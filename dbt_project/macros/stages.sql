{#- Which printed columns speak for the adopted, the adjusted and the executed amount of a line. -#}

{#- Whose line it is: budget and execution of a region may come under two contracts; a twin or a yardstick is alone. -#}
{% macro reporter_of(source_role, contract_id) -%}
    case when {{ source_role }} = 'primary' then split_part({{ contract_id }}, '.', 1) else {{ contract_id }} end
{%- endmacro %}

{#-
  Stage and recognition in the order in which they are taken: later stages first, authorised before handed on, accrued
  before paid. Committed and ordered amounts are no execution.
-#}
{% macro measures_of(part) -%}
    {%- set stages = {
        'adopted': ['adopted'],
        'adjusted': ['current_authorised', 'adjusted'],
        'executed': ['audited', 'final', 'flash'],
    }[part] -%}
    {%- set known = ['accrued', 'cash_paid'] if part == 'executed' else ['authorised', 'allotted'] -%}
    {%- set measures = [] -%}
    {%- for stage in stages -%}
        {%- for recognition in known + ['unknown'] -%}
            {%- do measures.append({'stage': stage, 'recognition': recognition, 'name': stage ~ '_' ~ recognition}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(measures) }}
{%- endmacro %}

{% macro all_measures() -%}
    {{ return(measures_of('adopted') + measures_of('adjusted') + measures_of('executed')) }}
{%- endmacro %}

{#- The first amount there is of a part, its stage or its recognition. -#}
{% macro first_of(part, wanted='amount') -%}
    case
        {%- for measure in measures_of(part) %}
        when {{ measure.name }} is not null
            then {% if wanted == 'amount' %}{{ measure.name }}{% else %}'{{ measure[wanted] }}'{% endif %}
        {%- endfor %}
    end
{%- endmacro %}

{#- The steps of spending in the order in which they are taken: nothing goes on to the next that has not passed the one before. -#}
{% macro spending_steps() -%}
    {{ return([
        {'recognition': 'allotted', 'en': 'allotted', 'zh': '下达'},
        {'recognition': 'committed', 'en': 'committed', 'zh': '承诺'},
        {'recognition': 'accrued', 'en': 'recognised as owed', 'zh': '应付确认'},
        {'recognition': 'pay_ordered', 'en': 'ordered to be paid', 'zh': '申请支付'},
        {'recognition': 'cash_paid', 'en': 'paid', 'zh': '支付'},
    ]) }}
{%- endmacro %}

{#- What a step is called, or its place in their order. -#}
{% macro of_step(recognition, wanted) -%}
    case {{ recognition }}
        {%- for step in spending_steps() %}
        when '{{ step.recognition }}' then {% if wanted == 'place' %}{{ loop.index }}{% else %}'{{ step[wanted] }}'{% endif %}
        {%- endfor %}
    end
{%- endmacro %}
