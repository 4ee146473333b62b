-- A correction is kept only while the source prints what was recorded as wrong: once the source repaired itself, the
-- ledger is what is out of date.
with judged as (
    select
        corrections.correction_id,
        corrections.slot,
        corrections.export_id,
        corrections.region_code,
        corrections.fiscal_year,
        corrections.currency,
        corrections.sheet,
        -- Money in base units; figures of indicators as they are printed.
        coalesce(corrections.amount, corrections.printed_value) as observed,
        case
            when corrections.field is not null then corrections.believed_right else corrections.believed_amount
        end as expected,
        corrections.amount - corrections.believed_amount as difference_money,
        coalesce(corrections.printed, '') as recorded,
        coalesce(corrections.printed_now, '') as printed_now,
        case when corrections.printed_now is not null then corrections.row_number end as row_number,
        case when corrections.printed_now is not null then corrections.column_number end as column_number,
        concat_ws(
            ', ',
            coalesce(corrections.version_file_name, corrections.file_name),
            nullif(corrections.sheet, ''),
            'row ' || corrections.row_number,
            'column ' || corrections.column_number
        ) as address,
        corrections.state,
        case corrections.state
            when 'stands' then 'pass'
            when 'obsolete' then 'fail'
            when 'returned' then 'fail'
            when 'closed' then 'not_applicable'
            when 'not_in_book' then 'no_data'
        end as status
    from {{ ref('fct_corrections') }} as corrections
    where corrections.is_current or corrections.export_id is null
),

results as (
    select
        judged.*,
        cast(null as {{ text_type() }}) as other_export_id,
        cast(null as date) as period_end,
        cast(null as {{ text_type() }}) as organisation_id,
        0 as tolerance,
        {{ hash_id(['correction_id', 'slot']) }} as subject_id,
        correction_id || ': ' || address as subject,
        case
            when state = 'returned' then {{ say_by_status({
                'fail': 'Correction <correction_id> is kept as repaired, but <address> prints "<recorded>" as before.',
            }) }}
            else {{ say_by_status({
                'fail': 'Correction <correction_id> was kept for "<recorded>", but <address> now prints "<printed_now>". If the source repaired itself, set its status to repaired; if the line moved, correct its address.',
                'no_data': 'The file that correction <correction_id> is about is not in this book.',
                'not_applicable': 'Correction <correction_id> is closed.',
            }) }}
        end as sentence_en,
        case
            when state = 'returned' then {{ say_by_status({
                'fail': '更正<correction_id>已登记为“已修复”，而<address>仍为“<recorded>”。',
            }) }}
            else {{ say_by_status({
                'fail': '更正<correction_id>针对的原文为“<recorded>”，而<address>现为“<printed_now>”：来源已自行修正的，应将状态改为repaired；行列移动的，应改正位置。',
                'no_data': '更正<correction_id>所涉文件不在本账簿中。',
                'not_applicable': '更正<correction_id>已关闭。',
            }) }}
        end as sentence_zh,
        {{ cell_list([], of='judged') }} as cells,
        {{ alternatives([
            ('the publisher restated the file and lines moved', '发布方重新发布文件，行列有移动'),
            ('the correction was recorded for another file of the same name', '更正登记所指的是另一份同名文件'),
        ]) }}
    from judged
)

select
    {{ rule_columns('correction_obsolete') }}
from results
