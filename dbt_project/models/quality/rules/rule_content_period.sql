-- A file holds the year it is filed under, and the whole year where it is filed as one.
with exports as (
    select
        export_id,
        landed_key,
        slot,
        file_name,
        region_code,
        declared_year,
        stated_years,
        stated_period,
        {{ months_of_period('stated_period') }} as stated_months
    from {{ ref('dim_exports') }}
    where is_current
),

stated as (
    select
        landed_key,
        {{ json_members('stated_years') }} as year_text
    from exports
    where stated_years is not null
),

years as (
    select
        stated.landed_key,
        count(*) as n_years,
        max(try_cast(stated.year_text as integer)) as latest_year,
        max(case when try_cast(stated.year_text as integer) = exports.declared_year then 1 else 0 end)
        = 1 as has_declared
    from stated
    inner join exports on stated.landed_key = exports.landed_key
    group by stated.landed_key
),

periods as (
    select
        landed_key,
        case when min(region_code) = max(region_code) then min(region_code) end as content_region_code,
        max(case when period_basis = 'year' then 1 else 0 end) = 1 as is_full_year
    from {{ ref('fct_budget_lines') }}
    where is_current
    group by landed_key
),

judged as (
    select
        exports.*,
        'year' as part,
        periods.content_region_code,
        case when years.has_declared then exports.declared_year else years.latest_year end as observed,
        exports.declared_year as expected,
        case
            when exports.declared_year is null then 'not_applicable'
            when coalesce(years.n_years, 0) = 0 then 'no_data'
            when years.has_declared then 'pass'
            else 'fail'
        end as status
    from exports
    left join years on exports.landed_key = years.landed_key
    left join periods on exports.landed_key = periods.landed_key
    union all
    select
        exports.*,
        'months' as part,
        periods.content_region_code,
        exports.stated_months as observed,
        12 as expected,
        case
            when not coalesce(periods.is_full_year, false) then 'not_applicable'
            when exports.stated_months < 12 then 'fail'
            when exports.stated_period is not null and exports.stated_months is null then 'no_data'
            else 'pass'
        end as status
    from exports
    left join periods on exports.landed_key = periods.landed_key
),

results as (
    select
        judged.export_id,
        judged.status,
        judged.observed,
        judged.expected,
        coalesce(judged.content_region_code, judged.region_code) as region_code,
        cast(null as {{ text_type() }}) as other_export_id,
        judged.declared_year as fiscal_year,
        cast(null as date) as period_end,
        cast(null as {{ text_type() }}) as organisation_id,
        cast(null as decimal(38, 4)) as difference_money,
        0 as tolerance,
        {{ hash_id(['judged.slot', 'judged.part']) }} as subject_id,
        judged.file_name as subject,
        case
            when judged.part = 'months' then {{ say_by_status({
                'fail': 'Filed as the full year <declared_year>, but the file says it covers <stated_period>.',
                'no_data': 'Which months the file covers (<stated_period>) could not be read.',
                'not_applicable': 'The file is not filed as a full year.',
            }) }}
            else {{ say_by_status({
                'fail': 'Filed as <declared_year>, but the file itself says <observed>.',
                'no_data': 'No year is printed in the file.',
                'not_applicable': 'The file is not filed under one year.',
            }) }}
        end as sentence_en,
        case
            when judged.part = 'months' then {{ say_by_status({
                'fail': '按<declared_year>年全年报送，而文件注明期间为<stated_period>。',
                'no_data': '无法识别文件所注期间（<stated_period>）。',
                'not_applicable': '文件不按全年报送。',
            }) }}
            else {{ say_by_status({
                'fail': '按<declared_year>年报送，而文件内注明为<observed>年。',
                'no_data': '文件内未注明年份。',
                'not_applicable': '文件未按单一年度报送。',
            }) }}
        end as sentence_zh,
        concat_ws('', '[{"export_id": ', {{ json_value('judged.export_id') }}, '}]') as cells,
        {{ alternatives([
            ('the title was left over from another file', '标题沿用了其他文件'),
            ('the file was saved under the year of its publication', '文件按公布年份命名'),
        ]) }}
    from judged
)

select
    {{ rule_columns('content_period') }}
from results
