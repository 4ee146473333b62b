"""What the columns of a table are for: the record the drafter fills, and how nearly two columns are one thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import duckdb

from pipelines.drafting.figures import Figure
from pipelines.drafting.tables import Profile, Table
from pipelines.drafting.year_columns import YearColumns
from pipelines.landing.indicator_figures import FIGURES


@dataclass
class Use:
    """A field and the column that carries it; `rule` is what `layout.columns` needs beside the column."""

    column: Profile
    confidence: float
    evidence: str
    rule: dict[str, Any] = field(default_factory=dict)
    question: str | None = None


@dataclass
class Uses:
    """The columns of a table by what they are for."""

    fields: dict[str, Use] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    by_year: list[YearColumns] = field(default_factory=list)
    kept: list[Profile] = field(default_factory=list)
    ignored: list[tuple[Profile, str]] = field(default_factory=list)
    wide: tuple[str, float, str] | None = None
    questions: list[str] = field(default_factory=list)

    @property
    def measured(self) -> list[Profile]:
        """The columns that hold figures."""
        by_year = [column for own in self.by_year for column in own.columns.values()]
        return [figure.column for figure in self.figures] + [use.column for name, use in self.fields.items() if name in FIGURES] + by_year

    @property
    def spoken(self) -> set[int]:
        used = {use.column.place for use in self.fields.values()} | {figure.column.place for figure in self.figures}
        used |= {column.place for own in self.by_year for column in own.columns.values()}
        return used | {column.place for column in self.kept} | {column.place for column, _ in self.ignored}


def depends(table: Table, given: Profile, other: Profile) -> float:
    """Share of rows in which the text of `given` decides the text of `other`."""
    block = table.block
    columns = [f"c{given.place}", f"c{other.place}"]
    pair = table.grid.cells.slice(block.first, block.last - block.first).select(columns).rename_columns(["a", "b"])
    with duckdb.connect() as db:
        db.register("pair", pair)
        row = db.execute(
            "select sum(most), sum(n) from (select max(n) as most, sum(n) as n from (select a, b, count(*) as n from pair group by all) group by a)"
        ).fetchone()
    return float(row[0] or 0) / max(float(row[1] or 0), 1.0) if row else 0.0


def both_ways(table: Table, code: Profile, name: Profile) -> float:
    """How nearly a code and a name are one thing: each decides the other."""
    return depends(table, code, name) * depends(table, name, code)
