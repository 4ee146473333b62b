"""The figures inside the texts of an indicator table: which column is read how, and the SQL of the exact values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from pipelines.contracts.contract import Edition
from pipelines.contracts.layout import ColumnRule
from pipelines.landing.columns import ColumnMap, IndicatorPlace
from pipelines.landing.numbers import Shapes, number_format, number_sql
from pipelines.landing.printed_values import is_plain, plain_columns, plain_state, printed_columns, scaled, target_operator, value_state
from pipelines.landing.table import Block

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
class Printed:
    """The lines that land at one place, in a table with what their texts state; `plain`: fields of which all texts are digits and their marks."""

    table: str
    source: Source
    place: IndicatorPlace | None
    shown: dict[str, str]
    plain: dict[str, bool]

    @property
    def unit(self) -> str:
        return f"{self.shown['unit']}::varchar"

    def key(self, name: str) -> tuple[int | None, str]:
        """Which figures are read alike: those of all places of an entry of layout.indicators, and those of the whole line."""
        return (self.place.entry if self.place and name in self.place.fields else None), name

    def parts(self, name: str) -> list[str]:
        """Columns of the table that hold figures of the field: the one that counts, and the upper end of a range."""
        return [f"p_{name}", f"u_{name}"] if name == "target" and not self.plain[name] else [f"p_{name}"]


@dataclass(frozen=True)
class Reading:
    """How the figures of a field are read: the shapes of all its texts, and the (thousands, decimal) marks they prove."""

    shapes: Shapes
    marks: tuple[str, str]


def printed_lines(source: Source, place: IndicatorPlace | None, number: int, shown: dict[str, str], condition: str) -> Printed:
    """Make the table of one place: the data lines for which `condition` is true. `shown`: SQL of the text of each field."""
    texts = {name: shown[name] for name in FIGURES if name in source.mapped.fields}
    unit = f"{shown['unit']}::varchar"
    lines = f"from sorted_lines where fate = 'data' and ({condition})"
    tests = ", ".join(f"coalesce(bool_and({is_plain(text)}), true)" for text in texts.values()) or "true"
    plain = dict(zip(texts, source.db.execute(f"select {tests} {lines}").fetchall()[0], strict=False))
    parts = [column for name, text in texts.items() for column in (plain_columns(name, text) if plain[name] else printed_columns(name, text, unit))]
    source.db.execute(f"create or replace temp table printed_{number} as select {', '.join(['*', *parts])} {lines}")
    return Printed(f"printed_{number}", source, place, shown, plain)


def readings_of(places: Sequence[Printed]) -> dict[tuple[int | None, str], Reading]:
    """(entry of layout.indicators, field) -> how its figures are read; the columns of all years of an entry prove it together."""
    texts: dict[tuple[int | None, str], list[str]] = {}
    for own in places:
        for name in own.plain:
            stored = _is_stored(own.source, *own.source.mapped.fields[name])
            texts.setdefault(own.key(name), []).append(f"select rn, unnest([{', '.join(own.parts(name))}]) as part from {own.table} where not {stored}")
    return {key: _reading(places[0].source, key[1], queries) for key, queries in texts.items()}


def _reading(source: Source, name: str, queries: list[str]) -> Reading:
    """Shapes are taken from the figures that the texts state; a cell stored as a number needs no proof."""
    found = source.db.execute(
        "select translate(part, '123456789', '000000000') as shape, min(rn), arg_min(part, rn) "
        f"from ({' union all '.join(queries)}) where part <> '' group by shape"
    ).fetchall()
    shapes = Shapes(name, {shape: (row, example) for shape, row, example in found})
    return Reading(shapes, number_format(shapes, source.edition.format, source.sheet))


def figures_of(own: Printed, readings: dict[tuple[int | None, str], Reading]) -> dict[str, str]:
    """Landed column -> SQL over the table of the place."""
    columns: dict[str, str] = {}
    for name, plain in own.plain.items():
        reading, written = readings[own.key(name)], own.source.edition.format
        value, *upper = [number_sql(part, reading.shapes, reading.marks, written)[0] for part in own.parts(name)]
        value = _stored_or(own.source, *own.source.mapped.fields[name], value if plain else scaled(name, value, own.unit))
        columns[FIGURES[name]] = value
        if upper:
            columns |= {"target_upper": f"case when u_{name} <> '' then {upper[0]} end", "target_operator": target_operator(name)}
        if name == "actual":
            columns["actual_state"] = plain_state(name, value) if plain else value_state(name, value)
    return columns


def _is_stored(source: Source, place: int, rule: ColumnRule) -> str:
    """SQL: whether the file stores a cell as a number, and the contract takes it as it is."""
    as_it_is = rule == ColumnRule(column=rule.column)
    return f"coalesce(n{place + 1}, false)" if as_it_is and f"c{place + 1}" in source.numeric else "false"


def _stored_or(source: Source, place: int, rule: ColumnRule, figure: str) -> str:
    """SQL of the exact figure: of the stored number, or what is read from the text."""
    stored = _is_stored(source, place, rule)
    return figure if stored == "false" else f"coalesce(case when {stored} then try_cast(c{place + 1} as decimal(28, 10)) end, {figure})"
