"""Deadlines count Monday to Friday: the SQL of the macro against a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import jinja2

from pipelines.settings import DBT_PROJECT


def macro(day: str, n: int) -> str:
    """The expression as dbt renders it on DuckDB."""
    given = {"iso_weekday": lambda day: f"isodow({day})", "plus_days": lambda day, days: f"({day} + cast({days} as integer))", "regexp_replace_all": str}
    text = (DBT_PROJECT / "macros" / "deadlines.sql").read_text(encoding="utf-8")
    made = jinja2.Environment(extensions=["jinja2.ext.do"]).from_string(text, globals=given).module
    return str(made.working_days_after(day, n))  # type: ignore[attr-defined]


def counted(day: date, n: int) -> date:
    while n:
        day += timedelta(1)
        n -= day.weekday() < 5
    return day


def test_the_nth_working_day_is_that_of_a_calendar() -> None:
    for start in (date(2026, 2, 23) + timedelta(day) for day in range(14)):
        for n in range(1, 24):
            found = duckdb.sql(f"select {macro(f'date {start.isoformat()!r}', n)}").fetchall()[0][0]
            assert found == counted(start, n), (start, n)
