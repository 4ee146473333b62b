"""Open the published release for reading, and turn rows into text or JSON."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.commands.faults import CommandFault
from pipelines.publication.rows import records as records
from pipelines.settings import Home


@contextmanager
def released(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the release; it neither waits for a run nor hinders one."""
    if not home.published.exists():
        raise CommandFault(f"nothing is published in {home.root} yet; start with `caliber run --sample` or `caliber run --inbox DIR`")
    db = duckdb.connect(str(home.published), read_only=True)
    try:
        yield db
    finally:
        db.close()


def plain(value: Any) -> Any:
    """A value JSON can hold, decimals as exact text."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    return value.isoformat() if isinstance(value, datetime.date | datetime.datetime) else value


def print_json(value: Any) -> None:
    """For scripts: one JSON document on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=plain)
    sys.stdout.write("\n")


def console() -> Console:
    """Standard output; wide enough for tables where it is not a terminal."""
    return Console(width=None if sys.stdout.isatty() else 160, highlight=False, emoji=False, markup=True)


def money(value: Any) -> str:
    """A figure with thousands marks, without trailing zeros beyond the cents."""
    if value is None:
        return "–"
    number = Decimal(str(value))
    cents = number.quantize(Decimal("0.01"))
    shown = cents if cents == number else number.normalize()
    return f"{shown:,f}".removesuffix(".00")


def table(rows: list[dict[str, Any]], title: str | None = None) -> Table:
    """A plain table of records."""
    shown = Table(title=title, title_justify="left", show_edge=False, pad_edge=False, header_style="bold", box=None)
    for name in rows[0] if rows else ():
        figures = all(isinstance(row[name], int | float | Decimal) or row[name] is None for row in rows)
        shown.add_column(name, justify="right" if figures else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(_cell(value) for value in row.values()))
    return shown


def _cell(value: Any) -> str:
    if isinstance(value, Decimal):
        return money(value)
    return "" if value is None else escape(str(plain(value)))
