"""Judge every figure column of a table once, and compute its exact values beside its printed text."""

from __future__ import annotations

import duckdb

from pipelines.contracts.contract import FileFormat
from pipelines.landing.columns import ColumnMap, FigureColumn
from pipelines.landing.numbers import Shapes, number_format, number_sql


def value_columns(db: duckdb.DuckDBPyConnection, form: FileFormat, mapped: ColumnMap, sheet: str, typed: set[str]) -> tuple[list[str], dict[str, str]]:
    """SQL for v<n> (exact value), d<n> (decimals printed; null for a blank cell), w<n> (a text that should be a figure and is none),
    and the number format of each figure column.
    """
    formats: dict[str, str] = {}
    columns: list[str] = []
    for figure in mapped.figures:
        value, decimals, missing, marks = _figure_sql(db, form, figure, sheet, typed)
        place = figure.position + 1
        formats[figure.name] = marks
        columns += [
            f"{value} as v{place}", f"{decimals} as d_{place}", f"c{place} is not null and not ({missing}) and v{place} is null as w{place}",
            f"case when v{place} is not null then d_{place} when c{place} is not null and not w{place} then 0 end as d{place}",
        ]  # fmt: skip
    return columns, formats


def _figure_sql(db: duckdb.DuckDBPyConnection, form: FileFormat, figure: FigureColumn, sheet: str, typed: set[str]) -> tuple[str, str, str, str]:
    place = figure.position + 1
    text, is_number = f"c{place}", f"n{place}" if f"c{place}" in typed else "false"
    found = db.execute(
        f"select translate({text}, '123456789', '000000000') as shape, min(rn), arg_min({text}, rn) from sorted_lines "
        f"where fate = 'data' and {text} is not null and not coalesce({is_number}, false) group by shape"
    ).fetchall()
    shapes = Shapes(figure.name, {shape: (row, example) for shape, row, example in found})
    marks = number_format(shapes, form, sheet)
    value, decimals, missing = number_sql(text, shapes, marks, form)
    if is_number != "false":
        plain = f"try_cast({text} as decimal(28, 10))"
        value = f"case when {is_number} then {plain} else {value} end"
        decimals = f"case when {is_number} then coalesce(length(nullif(split_part({text}, '.', 2), '')), 0) else {decimals} end"
    return value, decimals, missing, "1.234,56" if marks[1] == "," else "1,234.56"


def money_sql(mapped: ColumnMap) -> str:
    """The sum of all amounts of a line (changes, rates and growth are other measures)."""
    amounts = [f"coalesce(v{figure.position + 1}, 0)" for figure in mapped.figures if figure.rule.measure == "amount"]
    return " + ".join(amounts) or "0"
