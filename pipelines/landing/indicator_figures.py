"""The figures inside the texts of an indicator table: which column is read how, and the SQL of the exact values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from pipelines.contracts.contract import Edition
from pipelines.contracts.layout import ColumnRule
from pipelines.landing.columns import ColumnMap, field_sql
from pipelines.landing.numbers import Shapes, number_format, number_sql, sql_text
from pipelines.landing.table import Block

# SQL of a text -> SQL of the exact figure in it.
FigureSql = Callable[[str], str]
FIGURES = {
    "target": "target_value",
    "actual": "actual_value",
    "weight": "weight",
    "score": "score_claimed",
    "budget": "budget",
    "executed": "executed",
    "rate": "rate_stated",
    "sample_size": "sample_size",
    "review_score": "review_score",
    "verified": "verified_value",
    "maximum": "maximum_value",
    "denominator": "denominator_value",
}
FIGURE = r"[-+]?[0-9][0-9.,]*"


@dataclass(frozen=True)
class Source:
    """Where indicators are read from: the lines of one table, and what contract, header and file name say of them.

    `numeric`: the columns of which some cells are stored as numbers.
    """

    db: duckdb.DuckDBPyConnection
    edition: Edition
    mapped: ColumnMap
    block: Block
    sheet: str
    captured: dict[str, str]
    numeric: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reading:
    """How the figures of a field are read: the shapes of all its texts, and the (thousands, decimal) marks they prove."""

    shapes: Shapes
    marks: tuple[str, str]


def half_width(text: str) -> str:
    """SQL of a text with its digits and marks in one width."""
    return f"translate({text}, '０１２３４５６７８９．，％　', '0123456789.,% ')"


def readings_of(source: Source) -> dict[tuple[int | None, str], Reading]:
    """(entry of layout.indicators, field) -> how its figures are read; the columns of all years of an entry prove it together."""
    columns: dict[tuple[int | None, str], list[tuple[int, ColumnRule]]] = {(None, name): [own] for name, own in source.mapped.fields.items()}
    for place in source.mapped.indicators:
        for name, own in place.fields.items():
            columns.setdefault((place.entry, name), []).append(own)
    return {key: _reading(source, key[1], own) for key, own in columns.items() if key[1] in FIGURES}


def _reading(source: Source, name: str, columns: list[tuple[int, ColumnRule]]) -> Reading:
    """Shapes are taken from the figures inside the texts; a cell stored as a number needs no proof."""
    texts = [
        f"select rn, regexp_extract({half_width(field_sql(place, rule))}, {sql_text(FIGURE)}) as part from sorted_lines "
        f"where fate = 'data' and not {_is_stored(source, place, rule)}"
        for place, rule in columns
    ]
    found = source.db.execute(
        "select translate(part, '123456789', '000000000') as shape, min(rn), arg_min(part, rn) "
        f"from ({' union all '.join(texts)}) where part <> '' group by shape"
    ).fetchall()
    shapes = Shapes(name, {shape: (row, example) for shape, row, example in found})
    return Reading(shapes, number_format(shapes, source.edition.format, source.sheet))


def _is_stored(source: Source, place: int, rule: ColumnRule) -> str:
    """SQL: whether the file stores a cell as a number, and the contract takes it as it is."""
    as_it_is = rule == ColumnRule(column=rule.column)
    return f"coalesce(n{place + 1}, false)" if as_it_is and f"c{place + 1}" in source.numeric else "false"


def stored_or(source: Source, place: int, rule: ColumnRule, figure: str) -> str:
    """SQL of the exact figure: of the stored number, or what is read from the text."""
    stored = _is_stored(source, place, rule)
    return figure if stored == "false" else f"coalesce(case when {stored} then try_cast(c{place + 1} as decimal(28, 10)) end, {figure})"


def figure_sql(source: Source, reading: Reading) -> FigureSql:
    """How a text is read."""
    return lambda sql: number_sql(sql, reading.shapes, reading.marks, source.edition.format)[0]
