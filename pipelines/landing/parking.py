"""Rows and cells that could not be landed keep their text, their place and the reason."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from pipelines.contracts.contract import FileFormat
from pipelines.decoding.grid import Grid
from pipelines.landing.amounts import TEXT_FIELDS
from pipelines.landing.columns import ColumnMap
from pipelines.landing.lines import BLANKS, Tally
from pipelines.landing.numbers import Shapes, number_format, number_sql, sql_text
from pipelines.landing.table import Block, LayoutError

DETAILS = {
    "footnote": "matches layout.footnotes", "repeated_header": "repeats the header",
    "no_figures": "no figure in any column of figures: a title, a heading or a note",
    "unknown_category": "a word that neither Caliber nor `values` of the contract knows, in a column of closed words, years or months; add it to `values`",
}  # fmt: skip


def park_title(db: duckdb.DuckDBPyConnection, grid: Grid, block: Block, tally: Tally) -> list[str]:
    """Rows above and between header lines: kept as text, since they often state unit, year and period. Returns their texts."""
    places = [place for place in range(block.first) if place not in block.headers]
    texts: list[str] = []
    for position, row in zip(places, grid.cells.take(places).to_pylist() if places else [], strict=True):
        cells = [cell.strip(BLANKS) for cell in row.values() if cell and cell.strip(BLANKS)]
        if cells:
            texts.append(" ".join(cells))
            _insert(db, grid.sheet, int(grid.rows[position]), texts[-1], "preamble", "no data: above the table, or between the lines of its header", len(cells))
            tally.parked += len(cells)
    return texts


def park_grid_rows(db: duckdb.DuckDBPyConnection, grid: Grid, tally: Tally) -> None:
    """Physical rows that never became cells: ragged ones, unbalanced quotation marks. One row counts as one cell."""
    facts = [{"row_number": row.row_number, "text": row.text, "reason": row.reason, "detail": row.detail} for row in grid.parked]
    if facts:
        db.register("parked_rows", pa.Table.from_pylist(facts))
        db.execute(
            "insert into parked by name select ? as sheet, row_number::int as row_number, text, reason, detail, 1 as n_cells from parked_rows", [grid.sheet]
        )
        db.unregister("parked_rows")
    tally.parked += len(grid.parked)


def _insert(db: duckdb.DuckDBPyConnection, sheet: str, row: int, text: str, reason: str, detail: str, n_cells: int) -> None:
    db.execute(
        "insert into parked by name select ? as sheet, ?::int as row_number, ? as text, ? as reason, ? as detail, ?::int as n_cells",
        [sheet, row, text, reason, detail, n_cells],
    )


def park_lines(db: duckdb.DuckDBPyConnection, form: FileFormat, mapped: ColumnMap, grid: Grid) -> None:
    """Lines of a table that are not data. Lines with an unknown category take their money with them."""
    every = [f"c{i + 1}" for i in range(grid.width)]
    details = " ".join(f"when {sql_text(fate)} then {sql_text(text)}" for fate, text in DETAILS.items())
    money = " + ".join(
        f"coalesce({_money(db, form, figure.position + 1, figure.name, grid)}, 0)" for figure in mapped.figures if figure.rule.measure == "amount"
    )
    db.execute(
        f"insert into parked by name select {sql_text(grid.sheet)} as sheet, rn as row_number, concat_ws(' | ', {', '.join(every)}) as text, fate as reason, "
        f"case fate {details} else 'left out by the contract' end as detail, n_spoken + n_unspoken as n_cells, "
        f"case when fate = 'unknown_category' then {money or '0'} end as money from sorted_lines where fate not in ('data', 'blank_row')"
    )


def _money(db: duckdb.DuckDBPyConnection, form: FileFormat, place: int, name: str, grid: Grid) -> str:
    if f"c{place}" in grid.numeric:
        return f"try_cast(c{place} as decimal(28, 10))"
    found = db.execute(
        f"select translate(c{place}, '123456789', '000000000') s, min(rn), min(c{place}) from sorted_lines "
        f"where fate = 'unknown_category' and c{place} is not null group by s"
    ).fetchall()
    shapes = Shapes(name, {shape: (row, text) for shape, row, text in found})
    try:
        return number_sql(f"c{place}", shapes, number_format(shapes, form, grid.sheet), form)[0]
    except LayoutError:
        # The few parked lines may not decide the format; then their money is unknown, which the text still shows.
        return "null::decimal(28, 10)"


def park_wrong_figures(db: duckdb.DuckDBPyConnection, mapped: ColumnMap, sheet: str, facts: str) -> None:
    """Cells of a figure column that hold no figure and no sign for a missing one, with what their line is about."""
    line = f"concat_ws(' ', {', '.join(f'f_{name}' for name in ('region', *TEXT_FIELDS, 'extras'))})"
    why = sql_text("neither a figure nor a sign for a missing one; correct the file, or list it under format.missing; the line: ")
    for figure in mapped.figures:
        place = figure.position + 1
        db.execute(
            f"insert into parked by name select {sql_text(sheet)} as sheet, rn as row_number, {place} as column_number, "
            f"{sql_text(figure.name)} as column_name, "
            f"c{place} as text, 'not_a_number' as reason, {why} || {line} as detail, 1 as n_cells "
            f"from {facts} where w{place}"
        )
