"""The facts of a report: what the release says of one region and period. Not here: how it looks."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

import duckdb

from pipelines.publication.rows import records

# A month's report tells of findings about the month; a year's of all about the fiscal year.
FINDINGS = """
create or replace temp table findings as
select * from quality.fct_findings where region_code = $region and fiscal_year = $year and (not $monthly or period_end between $first and $last)
"""


class ReportError(Exception):
    """The report can't be made; the message says what to name instead."""


@dataclass(frozen=True)
class Period:
    """A fiscal year, or one month."""

    text: str
    year: int
    first: date
    last: date
    is_month: bool


@dataclass(frozen=True)
class Facts:
    """Everything that is told, question by question."""

    region: dict[str, Any]
    period: Period
    release: dict[str, Any]
    answers: dict[str, list[dict[str, Any]]]


def period_of(text: str) -> Period:
    """2024, or 2024-06.

    Raises:
        ReportError: it is neither.
    """
    found = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", text, re.ASCII)
    if found is None or int(found[1]) < 1900:
        raise ReportError(f"'{text}' is no period; write a year (2024) or a month (2024-06)")
    year, month = int(found[1]), int(found[2] or 0)
    first, last = date(year, month or 1, 1), date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    return Period(text, year, first, last, bool(month))


def gather(db: duckdb.DuckDBPyConnection, region: str, period: Period) -> Facts:
    """Ask the release.

    Raises:
        ReportError: the release knows no such region.
    """
    values = {"region": region, "year": period.year, "monthly": period.is_month, "first": period.first, "last": period.last}
    db.execute(FINDINGS, values)
    answers = {name: records(db, query, {key: value for key, value in values.items() if f"${key}" in query}) for name, query in _questions().items()}
    found = answers.pop("region")
    if not found:
        known = [row["region_code"] for row in records(db, "select distinct region_code from marts.fct_budget_lines order by 1 limit 20")]
        raise ReportError(f"there is no region '{region}'; there are figures of {', '.join(known)}")
    release = records(db, "select number, strftime(published_at, '%Y-%m-%d %H:%M') as published_at, caliber_version from quality.release")[0]
    return Facts(found[0], period, release, answers)


def _questions() -> dict[str, str]:
    text = resources.files("pipelines.reports").joinpath("questions.sql").read_text(encoding="utf-8")
    return {name.strip(): query for name, _, query in (part.partition("\n") for part in text.split("-- name:")[1:])}
