"""Indicators whose years stand side by side: one entry of the contract becomes one place of the line for each year that its headers name."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.contracts.layout import ColumnRule, IndicatorColumns
from pipelines.contracts.words import is_pattern
from pipelines.landing.periods import header_year
from pipelines.landing.table import Block, LayoutError


def by_header(own: IndicatorColumns, block: Block, sheet: str, ignored: Iterable[int]) -> list[tuple[str | None, IndicatorColumns]]:
    """(year as printed, the entry with the columns of this year), as the years first stand in the table. Columns named outright hold for every year.

    An entry whose header names no year is the one place it is.

    Raises:
        LayoutError: a pattern fits nothing, a header names no year or several, or two columns are one field of one year.
    """
    if own.header_is is None:
        return [(None, own)]
    shared = {name: rule for name, rule in own.columns.items() if not is_pattern(rule.column)}
    years: dict[str, dict[str, ColumnRule]] = {}
    found = [(place, name, rule) for name, rule in own.columns.items() if name not in shared for place in _fitting(rule, block, sheet, ignored)]
    for place, name, rule in sorted(found, key=lambda one: one[0]):
        year = header_year(block.parts[place])
        if year is None:
            raise LayoutError(
                "unknown_category",
                f"header '{block.names[place]}' (column {place + 1}) of sheet '{sheet}' fits '{rule.column}' and names no year, or more than one; "
                "narrow the pattern, or list the column under ignore",
            )
        taken = years.setdefault(year, {})
        if name in taken:
            raise LayoutError(
                "ambiguous_column", f"'{rule.column}' names the columns {taken[name].column} and {place + 1} of sheet '{sheet}' for {year}; narrow the pattern"
            )
        taken[name] = rule.model_copy(update={"column": place + 1})
    if not years:
        raise LayoutError("unknown_column", f"every column of sheet '{sheet}' that an entry of layout.indicators names is ignored; take out one or the other")
    return [(year, own.model_copy(update={"columns": {**shared, **columns}})) for year, columns in years.items()]


def _fitting(rule: ColumnRule, block: Block, sheet: str, ignored: Iterable[int]) -> list[int]:
    return [place for place in block.positions_of(rule.column, sheet) or [block.position_of(rule.column, sheet)] if place not in ignored]
