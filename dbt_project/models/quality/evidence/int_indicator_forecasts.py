# What own history, peers, money and registers let expect of every report; the statistics are in pipelines/detectors/forecast.py.
from typing import Any

import pyarrow as pa

# Keys are numbers: they group several times faster than texts, and of a million two share one by chance once in thirty million books.
COLUMNS = """
    indicator_report_id,
    -- Percent after a count is a series of its own: the two can't be held against each other.
    md5_number_lower(concat_ws('|', indicator_id, period_months, extract(month from period_end), is_share)) as series_key,
    md5_number_lower(concat_ws('|', peer_key, is_share)) as peer_key, fiscal_year,
    cast(actual_value as double) as actual_value, cast(case when target_state = 'number' then target_value end as double) as target_value,
    cast(executed as double) as executed, cast(adopted as double) as adopted, cast(verified_value as double) as verified_value, is_share,
    target_state = 'number' and direction in ('higher', 'lower') and not is_norm as is_assessable, direction,
    -- A figure without a programme is one of its own: it has no companions.
    md5_number_lower(
        case when programme_id is null then indicator_report_id else concat_ws('|', programme_id, organisation_id, fiscal_year, period_end, period_months) end
    ) as programme_key,
    -- What is best low is no output that money and the other outputs of a programme bear out.
    not is_share and nature not in ('cost', 'satisfaction', 'timeliness', 'execution') and direction not in ('lower', 'neither') as is_counted,
    -- A count of a few does not move with money, what is best low is not raised, and a share above the whole is no share.
    coalesce(
        nature not in ('cost', 'execution')
        and case when is_share then direction = 'higher' and not is_norm and actual_value <= 100
            else direction not in ('lower', 'neither') and actual_value >= 10 end, false
    ) as is_raisable
"""


def model(dbt: Any, session: Any) -> pa.Table:
    from pipelines.detectors.forecast import forecasts

    dbt.config(materialized="table")
    # Of two reports of one indicator and year one stands for the series; in a fixed order it is the same one in every run.
    reports = dbt.ref("int_indicator_facts").filter("is_series").select(COLUMNS).order("indicator_report_id")
    # DuckDB takes a million rows from arrow in a sixth of the time it takes them from pandas.
    return pa.Table.from_pandas(forecasts(reports.df()), preserve_index=False)
