-- A whole area is its own level and the areas directly below it. Lines that no level passes on to another add up; where
-- transfers cannot be told apart, the parts hold at least the whole and none of them more than it.
{% set caliber = ['kind', 'account', 'fiscal_year', 'period_end', 'stage', 'recognition', 'netting', 'currency'] %}

with totals as (
    select * from {{ ref('int_area_totals') }}
),

tiers as (
    select
        parent_code,
        region_code,
        valid_to
    from {{ ref('dim_regions') }}
    where is_registered and not is_zone and parent_code is not null
),

pairs as (
    select
        {% for column in caliber %}
        whole.{{ column }},
        {% endfor %}
        whole.region_code,
        whole.export_id,
        own.export_id as other_export_id,
        whole.total_cell as whole_cell,
        own.total_cell as own_cell,
        whole.total as whole_total,
        whole.own_flows as whole_flows,
        own.total as own_total,
        own.own_flows,
        whole.unsure + own.unsure as unsure,
        whole.rounding + own.rounding as rounding,
        whole.is_split and own.is_split as is_split,
        whole.is_uncontested and own.is_uncontested as is_uncontested
    from totals as whole
    inner join totals as own
        on
            whole.region_code = own.region_code
            {% for column in caliber %}
            and {{ same('whole.' ~ column, 'own.' ~ column) }}
            {% endfor %}
            and own.part = 'own'
    where whole.part = 'whole'
),

below as (
    select
        {% for column in caliber %}
        pairs.{{ column }},
        {% endfor %}
        pairs.region_code,
        count(*) as n_areas,
        count(case when totals.is_uncontested then totals.total end) as n_stated,
        sum(case when totals.is_uncontested then totals.total end) as total,
        max(case when totals.is_uncontested then totals.total end) as largest,
        sum(case when totals.is_uncontested then totals.own_flows end) as flows,
        sum(case when totals.is_uncontested then totals.unsure end) as unsure,
        sum(case when totals.is_uncontested then totals.rounding end) as rounding,
        min(case when totals.is_split or totals.region_code is null then 1 else 0 end) = 1 as is_split
    from pairs
    inner join tiers
        on
            pairs.region_code = tiers.parent_code
            and coalesce(tiers.valid_to, pairs.period_end) >= pairs.period_end
    left join totals
        on
            tiers.region_code = totals.region_code
            and totals.part = 'whole'
            {% for column in caliber %}
            and {{ same('pairs.' ~ column, 'totals.' ~ column) }}
            {% endfor %}
    group by
        {% for column in caliber %}
        pairs.{{ column }},
        {% endfor %}
        pairs.region_code
),

compared as (
    select
        pairs.*,
        below.n_areas,
        below.n_stated,
        pairs.is_split and below.is_split as is_by_flows,
        case when pairs.is_split and below.is_split then pairs.whole_flows else pairs.whole_total end as observed,
        case when pairs.is_split and below.is_split then pairs.own_flows + below.flows else pairs.own_total + below.total end
            as expected,
        greatest(pairs.own_total, below.largest) as largest_part,
        greatest(pairs.rounding + below.rounding, abs(pairs.whole_total) * 0.0001)
        + case when pairs.is_split and below.is_split then pairs.unsure + below.unsure else 0 end as tolerance
    from pairs
    inner join below
        on
            pairs.region_code = below.region_code
            {% for column in caliber %}
            and {{ same('pairs.' ~ column, 'below.' ~ column) }}
            {% endfor %}
),

judged as (
    select
        *,
        observed - expected as difference_money,
        case
            when coalesce(netting, 'unknown') = 'unknown' or coalesce(recognition, 'unknown') = 'unknown' then 'not_applicable'
            when not is_uncontested or n_stated * 20 < n_areas * 19 then 'no_data'
            -- Of areas that are all there the parts are no less than the whole; one that is missing leaves the other bound.
            when n_stated = n_areas and observed - expected > tolerance then 'fail'
            when is_by_flows and expected - observed > tolerance then 'fail'
            when not is_by_flows and largest_part - observed > tolerance then 'fail'
            else 'pass'
        end as status
    from compared
),

cells as (
    select
        {% for column in caliber %}
        judged.{{ column }},
        {% endfor %}
        judged.region_code,
        {{ json_list_agg('totals.total_cell') }} as cells
    from judged
    inner join tiers on judged.region_code = tiers.parent_code
    inner join totals
        on
            tiers.region_code = totals.region_code
            and totals.part = 'whole'
            and totals.is_uncontested
            {% for column in caliber %}
            and {{ same('judged.' ~ column, 'totals.' ~ column) }}
            {% endfor %}
    where judged.status = 'fail'
    group by
        {% for column in caliber %}
        judged.{{ column }},
        {% endfor %}
        judged.region_code
),

results as (
    select
        judged.*,
        cast(null as {{ text_type() }}) as organisation_id,
        {{ hash_id(['judged.region_code', 'judged.kind', 'judged.account', 'judged.fiscal_year', 'judged.period_end', 'judged.stage',
            'judged.recognition', 'judged.netting', 'judged.currency']) }} as subject_id,
        concat_ws(
            ' ',
            judged.region_code,
            cast(judged.fiscal_year as {{ text_type() }}),
            judged.kind,
            judged.account,
            judged.stage,
            judged.recognition
        ) as subject,
        {{ say_by_status({
            'fail': 'The whole area states <$observed>, its own level and <n_stated> of <n_areas> areas below it add up to <$expected>: a difference of <$difference_money>.',
            'no_data': 'Undisputed totals of the own level and of nearly all areas below it are not in the book (<n_stated> of <n_areas> areas).',
            'not_applicable': 'It is not known how the figures are netted, or at which step they count.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '全辖数为<$observed>，本级与下辖<n_areas>个地区中<n_stated>个之和为<$expected>，相差<$difference_money>。',
            'no_data': '缺本级或下辖多数地区无争议的合计数（<n_areas>个中有<n_stated>个）。',
            'not_applicable': '抵消方式或核算环节不明。',
        }) }} as sentence_zh,
        replace(cells.cells, '[', concat_ws('', '["', judged.whole_cell, '","', judged.own_cell, '",')) as cells,
        {{ alternatives([
            ('a development zone reports apart, or is counted twice', '开发区单独编报或重复计入'),
            ('transfers between the levels stand on lines of their own purpose', '级次间转移列在具体支出科目中'),
            ('an area below changed hands in the year', '下辖地区当年有区划调整'),
        ]) }}
    from judged
    left join cells
        on
            judged.region_code = cells.region_code
            {% for column in caliber %}
            and {{ same('judged.' ~ column, 'cells.' ~ column) }}
            {% endfor %}
)

select
    {{ rule_columns('consolidation') }}
from results
