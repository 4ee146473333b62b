-- The last digits of counts fall as chance lets them. Only 1 to 4 and 6 to 9 are held against each other: zeros and fives are
-- the matter of heaped_counts. An organisation with fewer than 200 such counts is judged with the others of its table.
with counted as (
    select
        *,
        -- A figure that an organisation prints again was counted once.
        row_number() over (partition by contract_id, organisation_id, counted order by fiscal_year, export_id, indicator_id) as place
    from {{ ref('int_counted_values') }}
),

placed as (
    select
        *,
        organisation_id is not null and count(*) over (partition by contract_id, organisation_id) >= 200 as is_enough
    from counted
    where place = 1
),

digits as (
    select
        contract_id,
        case when is_enough then organisation_id end as organisation_id,
        counted % 10 as digit,
        count(*) as n_of_digit,
        min(case when is_enough then organisation_name end) as organisation_name,
        min(region_code) as region_code,
        min(export_id) as export_id,
        max(fiscal_year) as fiscal_year,
        max(period_end) as period_end
    from placed
    group by contract_id, case when is_enough then organisation_id end, counted % 10
),

reporters as (
    select
        contract_id,
        organisation_id,
        min(organisation_name) as organisation_name,
        min(region_code) as region_code,
        min(export_id) as export_id,
        max(fiscal_year) as fiscal_year,
        max(period_end) as period_end,
        sum(n_of_digit) as n_counts,
        max(n_of_digit) as n_most,
        max(n_of_digit * 10 + digit) % 10 as digit,
        8.0 * sum(n_of_digit * n_of_digit) / sum(n_of_digit) - sum(n_of_digit) as chi_square
    from digits
    group by contract_id, organisation_id
),

judged as (
    select
        *,
        n_counts / 8.0 as usual,
        round(chi_square, 4) as observed,
        -- Eight digits leave seven degrees of freedom: one in a thousand by chance (NIST/SEMATECH e-Handbook of Statistical
        -- Methods, 1.3.6.7.4).
        24.322 as expected,
        0 as tolerance,
        case
            when n_counts < 200 then 'no_data'
            -- The smaller a number, the less even its last digit is by nature (Benford's law): some 1 % of three digits. What
            -- counts is ten times that.
            when chi_square > 24.322 and chi_square > 0.01 * n_counts then 'fail'
            else 'pass'
        end as status
    from reporters
)

select
    {{ reporter_rule_columns(
        'last_digit',
        en={
            'fail': 'Of <n_counts> different counts that end in neither 0 nor 5, <n_most> end in <digit>, where <$usual> would be usual; over the eight digits chi-square is <$observed>. A reason to look, not a verdict.',
            'no_data': 'Fewer than two hundred counts of three and more digits.',
        },
        zh={
            'fail': '不以0、5结尾的<n_counts>个不同计数中有<n_most>个以<digit>结尾，通常约为<$usual>个；八个尾数的卡方值为<$observed>。仅供选取核查对象。',
            'no_data': '三位以上的计数不足二百个。',
        },
        pairs=[
            ('what is counted comes in pairs or fixed lots', '计数对象成对或成批'),
            ('counts are the sum of equal parts', '计数由相同部分相加而成'),
        ],
        strength='least(0.4, 0.3 + 0.1 * sqrt(chi_square / n_counts))',
        subject_id=hash_id(['contract_id', 'organisation_id']),
        subject="coalesce(organisation_name, organisation_id, contract_id)"
    ) }}
from judged
