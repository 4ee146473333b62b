-- Who owes which file, on the day the release is judged by. Where a contract names no day nothing is called due,
-- late or missing. What arrived is fetched again for a while: it may be restated.
with moment as (
    select max(as_of) as as_of from {{ ref('stg_moment') }}
),

judged as (
    select
        owed.*,
        moment.as_of,
        {{ plus_days('owed.last_part_on', 'coalesce(windows.days, 0)') }} as pull_until,
        case
            when owed.n_parts_missing < owed.n_parts and owed.is_any_late = 1 then 'late'
            when owed.n_parts_missing < owed.n_parts then 'received'
            when owed.n_parked > 0 then 'parked'
            when owed.due_date is null then 'no_calendar'
            when owed.due_date < moment.as_of then 'missing'
            when owed.due_date <= {{ plus_days('moment.as_of', 'coalesce(windows.notice_days, 0)') }} then 'due'
            else 'not_due'
        end as status
    from {{ ref('int_owed_files') }} as owed
    cross join moment
    left join {{ ref('repull_windows') }} as windows on owed.cadence = windows.cadence
)

select
    {{ hash_id(['contract_id', 'region_code', 'fiscal_year']) }} as duty_id,
    contract_id,
    publisher,
    url,
    cadence,
    region_code,
    fiscal_year,
    due_date,
    received_on,
    case
        when status = 'late' then {{ days_between('due_date', 'last_part_on') }}
        when status = 'missing' then {{ days_between('due_date', 'as_of') }}
    end as n_days_late,
    status,
    n_parts,
    n_parts_missing,
    pull_until,
    coalesce(status in ('missing', 'due', 'parked') or as_of <= pull_until, false) as is_to_pull
from judged
