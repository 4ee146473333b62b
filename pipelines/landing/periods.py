"""Fiscal years and period ends as SQL over printed text. Months are calendar months; the fiscal year may start in any of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipelines.contracts.contract import FiscalYear
from pipelines.contracts.layout import OwnPeriod
from pipelines.landing.numbers import sql_text

# The year before the first one of an era; 元 is its first year. Sources: the Japanese and the Minguo calendar in official use.
ERAS = {"令和|R": 2018, "平成|H": 1988, "昭和|S": 1925, "民國|民国": 1911}


# Two numbers that name one year, in a text of one width: 2019/20, 14-15.
DOUBLE = "[-/–]"
ERA_NAMES = "|".join(name for names in ERAS for name in names.split("|") if not name.isascii())
# A year as a header prints it among other words: first full number or number of an era, and the second number of a double one.
HEADER_YEAR = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)(?:\s*{DOUBLE}\s*((?:19|20)\d\d|\d\d)(?![-/.]?\d))?(?!\d)|(?:^|(?<=FY)|(?<=FY ))(\d\d)\s*{DOUBLE}\s*(\d\d)(?!\d)"
    rf"|((?:{ERA_NAMES})\s*(?:\d{{1,3}}|元))"
)


def header_year(lines: Sequence[str]) -> str | None:
    """The year that a header names, as year_sql() reads it: in its last line, else in the nearest one above. None: none of them names just one.

    2019/20 is one year, 2019-2024 are several, 2019-12 is a month of one.
    """
    for line in reversed(lines):
        found = [match.groups() for match in HEADER_YEAR.finditer(unicodedata.normalize("NFKC", line).upper())]
        if found:
            years = {era or _one_year(first or short, second or tail) for first, second, short, tail, era in found}
            return years.pop() if len(years) == 1 else None
    return None


def _one_year(first: str, second: str | None) -> str | None:
    if second is None:
        return first
    if (int(first) + 1) % 100 == int(second) % 100 and (len(second) < 4 or int(second) == int(first) + 1):
        return f"{first}-{second[-2:]}"
    return first if len(second) == 2 and 1 <= int(second) <= 12 and len(first) == 4 else None


def own_year_sql(own: OwnPeriod | None, named: str | None, line_year: str, fiscal: FiscalYear) -> str:
    """Fiscal year of columns whose header names the year `named`, else that of their contract, else that of their line, moved by `year_offset`."""
    stated = named or (str(own.year) if own and own.year else None)
    year = year_sql(sql_text(stated), fiscal) if stated else line_year
    return f"({year} + {own.year_offset})" if own and own.year_offset else year


def year_sql(text: str, fiscal: FiscalYear) -> str:
    """Printed year text -> fiscal year: 2016, 2023年, R3, 平成30年度, 民國102年, FY14-15, 2014/15 (named by its start or its end)."""
    full = f"try_cast(regexp_extract({text}, '((19|20)[0-9]{{2}})', 1) as int)"
    short = f"try_cast('20' || nullif(regexp_extract({text}, '([0-9]{{2}}){DOUBLE}[0-9]{{2}}', 1), '') as int)"
    start = f"coalesce({full}, {_era_year_sql(text)}, {short})"
    if fiscal.named_by == "start":
        return start
    return f"case when regexp_matches({text}, '[0-9]{{2}}{DOUBLE}[0-9]{{2}}') then {start} + 1 else {start} end"


def _era_year_sql(text: str) -> str:
    cases = []
    for names, before in ERAS.items():
        number = f"nullif(replace(regexp_extract({text}, '^\\s*({names})\\s*([0-9]{{1,3}}|元)\\s*(年度?)?\\s*$', 2), '元', '1'), '')"
        cases.append(f"try_cast({number} as int) + {before}")
    return f"coalesce({', '.join(cases)})"


# Quarters and halves as people print them; a run of quarters (前三季度) ends with its last one. 四季青 is a town.
QUARTERS = (
    r"(?i:(?:^|[^a-z])Q\s*([1-4])(?:[^0-9]|$))", r"(?i:(?:^|[^0-9])([1-4])\s*Q(?:[^a-z]|$))", r"([一二三四1-4])\s*(?:季度|季(?:[^一-鿿]|$))",
    r"(?i:(?:^|[^0-9])([1-4])\s*[-.ºª°]?\s*(?:st|nd|rd|th|er|e|o|eme|ème|й)?\s*(?:trim|quart|кварт|кв))",
    r"(?i:(?:trimestre|quarter|quartal|квартал)\s*([1-4])(?:[^0-9]|$))",
)  # fmt: skip
HALVES = {r"上半年|(?i:(?:^|[^a-z0-9])(?:H1|1H)(?:[^a-z0-9]|$))": 6, r"下半年|(?i:(?:^|[^a-z0-9])(?:H2|2H)(?:[^a-z0-9]|$))": 12}
MONTH_WORD = re.compile("|".join([r"(?<!\d)(1[0-2]|0?[1-9])\s*(月|$)|(19|20)\d{2}[-/.年]?(1[0-2]|0?[1-9])(?!\d)", *QUARTERS, *HALVES]))


def printed_quarter(text: str) -> tuple[int, str] | None:
    """The one quarter that a text names, and the text without it. 前三季度 is no quarter but the sum of three."""
    for pattern in QUARTERS:
        if (found := re.search(pattern, text)) and "前" not in text[: found.start(1)][-1:]:
            return "1234一二三四".index(found[1]) % 4 + 1, text[: found.start()] + " " + text[found.end() :]
    return None


def month_sql(text: str, fiscal: FiscalYear | None = None) -> str:
    """Printed month text -> calendar month 1..12, the last one of a span: 3月, 1-9月, 03, 2024-03, 2024年3月, 202403, 2021-01-31.

    Quarters and halves (Q3, 第三季度, 2º trimestre, 上半年) are those of the fiscal year.
    """
    return f"coalesce({_part_of_year_sql(text, fiscal or FiscalYear())}, {_calendar_month_sql(text)})"


def _calendar_month_sql(text: str) -> str:
    iso = f"try_cast(regexp_extract({text}, '(19|20)[0-9]{{2}}[-/.年]?(1[0-2]|0?[1-9])([^0-9]|[0-9]{{2}}$|$)', 2) as int)"
    named = f"try_cast(regexp_extract({text}, '(^|[^0-9])(1[0-2]|0?[1-9])\\s*月', 2) as int)"
    bare = f"try_cast(regexp_extract({text}, '^\\s*(1[0-2]|0?[1-9])\\s*$', 1) as int)"
    return f"coalesce({named}, {iso}, {bare})"


def _part_of_year_sql(text: str, fiscal: FiscalYear) -> str:
    """The calendar month in which a printed quarter or half of the fiscal year ends."""
    found = ", ".join(f"nullif(regexp_extract({text}, '{pattern}', 1), '')" for pattern in QUARTERS)
    ends = [f"try_cast(translate(coalesce({found}), '一二三四', '1234') as int) * 3"]
    ends += [f"case when regexp_matches({text}, '{pattern}') then {months} end" for pattern, months in HALVES.items()]
    return f"((coalesce({', '.join(ends)}) + {fiscal.start_month} - 2) % 12 + 1)"


def understood_sql(field: str, text: str, basis: str | None) -> str:
    """Null where a printed year, month or period can't be read. A figure of one month is none of a quarter."""
    if field == "year":
        return year_sql(text, FiscalYear())
    month = _calendar_month_sql(text) if basis == "month" else month_sql(text)
    return month if field == "month" else f"coalesce({month}, try_cast(regexp_extract({text}, '^[^0-9]*((19|20)[0-9]{{2}})[^0-9]*$', 1) as int))"


def period_year_sql(text: str, fiscal: FiscalYear) -> str:
    """Fiscal year of a printed period such as 2024-03."""
    year = f"try_cast(regexp_extract({text}, '((19|20)[0-9]{{2}})', 1) as int)"
    if fiscal.start_month == 1:
        return year
    early, late = (-1, 0) if fiscal.named_by == "start" else (0, 1)
    # A period without a month, and one of quarters, is the label of a fiscal year.
    month = f"case when {_part_of_year_sql(text, fiscal)} is null then {_calendar_month_sql(text)} end"
    return f"{year} + (case when ({month}) is null then 0 when ({month}) >= {fiscal.start_month} then {late} else {early} end)"


def period_end_sql(year: str, month: str, fiscal: FiscalYear) -> str:
    """Last day of `month` within fiscal year `year`; of the fiscal year itself where month is null."""
    first = 0 if fiscal.named_by == "start" else -1
    last_month = (fiscal.start_month - 2) % 12 + 1
    closing = f"coalesce({month}, {last_month})"
    if fiscal.start_month == 1:
        return f"last_day(make_date({year}, {closing}, 1))"
    calendar_year = f"({year} + {first} + (case when {closing} >= {fiscal.start_month} then 0 else 1 end))"
    return f"last_day(make_date({calendar_year}, {closing}, 1))"


def months_covered_sql(basis: str, month: str, fiscal: FiscalYear) -> str:
    """12 for a year, 1 for a month, 3 for a quarter, the months since the start of the fiscal year for a cumulative figure."""
    since = f"(({month} - {fiscal.start_month} + 12) % 12 + 1)"
    return f"case {basis} when 'year' then 12 when 'month' then 1 when 'quarter' then 3 when 'cumulative' then {since} end"
