{#- Sentences of findings. <name> stands for a column as text, <$name> for an amount written for people. -#}

{% macro say(template, of='judged') -%}
    {%- set pieces = [] -%}
    {%- for chunk in template.split('<') -%}
        {%- if loop.first -%}
            {%- do pieces.append("'" ~ chunk | replace("'", "''") ~ "'") -%}
        {%- else -%}
            {%- set name = chunk.split('>')[0] -%}
            {%- if name.startswith('$') -%}
                {%- do pieces.append(number_text(of ~ '.' ~ name[1:])) -%}
            {%- else -%}
                {%- do pieces.append('cast(' ~ of ~ '.' ~ name ~ ' as ' ~ text_type() ~ ')') -%}
            {%- endif -%}
            {%- do pieces.append("'" ~ chunk.split('>')[1] | replace("'", "''") ~ "'") -%}
        {%- endif -%}
    {%- endfor -%}
    concat_ws('', {{ pieces | join(', ') }})
{%- endmacro %}

{#- The sentence for each status other than pass. -#}
{% macro say_by_status(templates, of='judged') -%}
    case {{ of }}.status
        {%- for status, template in templates.items() %}
        when '{{ status }}' then {{ say(template, of) }}
        {%- endfor %}
    end
{%- endmacro %}
