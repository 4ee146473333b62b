-- A printed code belongs to the edition of its code book that is in force in its year.
with codes as (
    select * from {{ ref('int_printed_codes') }}
),

wrong as (
    select
        *,
        last_edition < period_end as is_old
    from codes
    where is_dated and not is_valid
),

editions as (
    select
        system,
        edition_date
    from {{ ref('dim_items') }}
    where not is_unmapped
    group by system, edition_date
),

in_force as (
    select
        wrong.contract_id,
        wrong.fiscal_year,
        wrong.system,
        wrong.code,
        max(editions.edition_date) as edition_date
    from wrong
    inner join editions on wrong.system = editions.system and wrong.period_end >= editions.edition_date
    group by wrong.contract_id, wrong.fiscal_year, wrong.system, wrong.code
),

-- An old code leads to the codes in force, a code to come is led to from them.
ways as (
    select
        wrong.contract_id,
        wrong.fiscal_year,
        wrong.system,
        wrong.code,
        {{ json_list_agg('case when wrong.is_old then crosswalks.to_code else crosswalks.from_code end') }} as codes_in_force
    from wrong
    inner join in_force
        on
            wrong.contract_id = in_force.contract_id
            and wrong.fiscal_year = in_force.fiscal_year
            and wrong.system = in_force.system
            and wrong.code = in_force.code
    inner join {{ ref('fct_item_crosswalks') }} as crosswalks
        on
            wrong.system = crosswalks.from_system
            and wrong.system = crosswalks.to_system
            and crosswalks.method <> 'unmapped'
            and (
                (
                    wrong.is_old
                    and wrong.code = crosswalks.from_code
                    and wrong.last_edition = crosswalks.from_edition
                    and in_force.edition_date = crosswalks.to_edition
                )
                or (
                    not wrong.is_old
                    and wrong.code = crosswalks.to_code
                    and wrong.first_edition = crosswalks.to_edition
                    and in_force.edition_date = crosswalks.from_edition
                )
            )
    group by wrong.contract_id, wrong.fiscal_year, wrong.system, wrong.code
),

judged as (
    select
        codes.*,
        case when codes.last_edition < codes.period_end then codes.last_edition else codes.first_edition end as edition_date,
        coalesce(
            replace(replace(replace(ways.codes_in_force, '["', ''), '"]', ''), '","', ', '), 'no code'
        ) as codes_in_force,
        case
            when codes.is_in_force then 'pass'
            when not codes.is_dated then 'no_data'
            when codes.is_valid then 'pass'
            else 'fail'
        end as status
    from codes
    left join ways
        on
            codes.contract_id = ways.contract_id
            and codes.fiscal_year = ways.fiscal_year
            and codes.system = ways.system
            and codes.code = ways.code
),

results as (
    select
        judged.*,
        {{ hash_id(['contract_id', 'fiscal_year', 'system', 'code']) }} as subject_id,
        concat_ws(' ', judged.contract_id, cast(judged.fiscal_year as {{ text_type() }}), judged.system, judged.code)
            as subject,
        {{ say_by_status({
            'fail': 'The code <code> (<item_name>) belongs to the edition of <edition_date> of <system>, not to that of <fiscal_year>, where the crosswalk gives <codes_in_force> for it.',
            'no_data': 'The code <code> is in another edition of <system>, which does not say when it is valid.',
        }) }} as sentence_en,
        {{ say_by_status({
            'fail': '编码<code>（<item_name>）属于<system>的<edition_date>版，<fiscal_year>年不适用；对照表对应为<codes_in_force>。',
            'no_data': '编码<code>见于<system>的其他版本，该版本未列有效期。',
        }) }} as sentence_zh,
        {{ json_list(['judged.first_cell']) }} as cells,
        {{ alternatives([
            ('the table was drawn up before the new code book was in force', '编表时新科目尚未启用'),
            ('a local edition of the code book kept the code', '地方科目仍保留该编码'),
        ]) }}
    from judged
)

select
    {{ rule_columns('code_of_another_edition', about={
        'other_export_id': 'null', 'organisation_id': 'null', 'observed': 'null', 'expected': 'null',
        'difference_money': 'null', 'tolerance': 'null',
    }) }}
from results
