"""Indicators whose years stand side by side: which columns are one field of different years, and the pattern that names them all."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.drafting.concepts import About
from pipelines.drafting.figures import is_numeric
from pipelines.drafting.tables import Profile, Table
from pipelines.landing.indicator_figures import FIGURES
from pipelines.landing.labels import label_key
from pipelines.landing.periods import HEADER_YEAR, header_year

# A header of a year and nothing else says no more than that.
ONLY_YEAR = 3


@dataclass
class YearColumns:
    """A column of one field for each year: year as printed -> column; `pattern` names them and no other, None where no pattern does."""

    field: str
    columns: dict[str, Profile]
    pattern: str | None
    evidence: str


def year_columns(table: Table, said: dict[int, About | None]) -> list[YearColumns]:
    """Fields of indicators of which the headers name at least two years; none where every figure is of one year."""
    found: dict[str, dict[str, Profile]] = {}
    for column, field, year in _named(table, said):
        found.setdefault(field, {}).setdefault(year, column)
    years = {year for columns in found.values() for year in columns}
    if len(years) < 2:
        return []
    return [YearColumns(field, columns, _pattern(table, list(columns.values())), _evidence(columns)) for field, columns in found.items()]


def _named(table: Table, said: dict[int, About | None]) -> Iterator[tuple[Profile, str, str]]:
    """(column, field, year) of the columns whose header names a year and says a figure; years alone are what came out."""
    bare = [column for column in table.columns if column.is_named and HEADER_YEAR.fullmatch(column.name.strip().upper())]
    for column in table.columns:
        about, year = said.get(column.place), header_year(table.block.parts[column.place - 1])
        if year is None or not column.is_named:
            continue
        if about is not None and about.concept in FIGURES:
            yield column, about.concept, year
        elif column in bare and len(bare) >= ONLY_YEAR and (is_numeric(column) or not column.filled):
            yield column, "actual", year


def _pattern(table: Table, columns: list[Profile]) -> str | None:
    """The header with `*` for the year, or what the headers begin with, where that fits these columns and no other."""
    opened = {re.sub(HEADER_YEAR, "*", column.name) for column in columns}
    for pattern in (*opened, os.path.commonprefix([column.name for column in columns]) + "*"):
        fitting = [column for column in table.columns if fnmatch.fnmatchcase(label_key(column.name), label_key(pattern))]
        if pattern.strip("*/ ") and fitting == sorted(columns, key=lambda column: column.place):
            return pattern
    return None


def _evidence(columns: dict[str, Profile]) -> str:
    return f"{len(columns)} headers such as '{next(iter(columns.values())).name}' name the years {', '.join(columns)}"
