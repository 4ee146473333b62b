-- A contract declares the words without which its figures can't be compared. One judgement a contract: the word is missing
-- there, and not in each of its lines.
{% set words = ['scope', 'account', 'stage', 'recognition', 'period_basis', 'netting', 'unit'] %}

with used as (
    select
        contract_id,
        caliber_id,
        min(export_id) as export_id,
        min(region_code) as first_region,
        max(region_code) as last_region,
        max(fiscal_year) as fiscal_year,
        count(*) as n_figures
    from {{ ref('fct_budget_lines') }}
    where is_current and row_role = 'leaf'
    group by contract_id, caliber_id
),

counted as (
    select
        used.contract_id,
        min(used.export_id) as export_id,
        case when min(used.first_region) = max(used.last_region) then min(used.first_region) end as region_code,
        max(used.fiscal_year) as fiscal_year,
        sum(used.n_figures) as n_figures,
        {% for word in words %}
        sum(case when calibers.{{ word }} = 'unknown' then used.n_figures else 0 end) as n_{{ word }},
        {% endfor %}
        sum(
            case
                {%- for word in words %}
                when calibers.{{ word }} = 'unknown' then used.n_figures
                {%- endfor %}
                else 0
            end
        ) as n_unknown
    from used
    inner join {{ ref('dim_calibers') }} as calibers on used.caliber_id = calibers.caliber_id
    group by used.contract_id
),

judged as (
    select
        *,
        concat_ws(
            ', '
            {%- for word in words %},
            case when n_{{ word }} > 0 then '{{ word }}' end
            {%- endfor %}
        ) as missing_words,
        case when n_unknown = 0 then 'pass' else 'fail' end as status
    from counted
),

results as (
    select
        judged.*,
        {{ hash_id(['contract_id']) }} as subject_id,
        judged.contract_id as subject,
        {{ say_by_status({
            'fail': '<n_unknown> of <n_figures> amounts are shut out of comparisons: the contract does not declare <missing_words>.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '<n_figures>个数中有<n_unknown>个不可比：契约未声明<missing_words>。',
        }) }} as sentence_zh,
        {{ alternatives([
            ('the publisher does not say it, and nobody has asked yet', '发布方未说明，尚未询问'),
        ]) }}
    from judged
)

select
    {{ rule_columns('undeclared_caliber', about={
        'other_export_id': 'null', 'period_end': 'null', 'organisation_id': 'null', 'observed': 'n_unknown',
        'expected': '0', 'difference_money': 'null', 'tolerance': 'null', 'cells': 'null',
    }) }}
from results
