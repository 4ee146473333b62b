"""The cells of one table as a DuckDB table of trimmed text, and the exact count of what became of each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.contracts.layout import Layout
from pipelines.decoding.grid import Grid
from pipelines.landing.columns import ColumnMap
from pipelines.landing.table import Block, LayoutError

# White space as exports print it; DuckDB's trim takes the characters by name.
BLANKS = " \t\r\n\u00a0\u3000\u2009\u202f\ufeff"


@dataclass
class Tally:
    """Filled cells of a file by what became of them. `read` is counted from the grid, the others where they are decided: they must agree."""

    read: int = 0
    landed: int = 0
    ignored: int = 0
    parked: int = 0
    rows: int = 0

    def check(self) -> None:
        """Nothing is lost: a file with a cell unaccounted for is not landed."""
        if self.read != self.landed + self.ignored + self.parked:
            said = f"{self.read} filled cells read, but {self.landed} landed + {self.ignored} ignored + {self.parked} parked"
            raise LayoutError("cells_lost", f"{said}; a fault of the landing, not of the file: report it with the file")


def filled_cells(columns: Iterable[pa.ChunkedArray[Any]]) -> int:
    """How many trimmed cells print something."""
    return sum(int(pc.sum(pc.greater(pc.binary_length(column), pa.scalar(0))).as_py() or 0) for column in columns)


def trimmed_columns(cells: pa.Table) -> list[pa.ChunkedArray[Any]]:
    """Trimming is ten times cheaper in Arrow than in DuckDB."""
    return [pc.utf8_trim(column, characters=BLANKS) for column in cells.columns]


def load_lines(db: duckdb.DuckDBPyConnection, grid: Grid, block: Block, layout: Layout, mapped: ColumnMap) -> int:
    """Make the view `lines` over the data rows of a block: rn, c1.. (trimmed, null where empty), n<k> marks of number cells, i<k> indents,
    and the number of cells printed in mapped and in other columns. Returns how many cells these rows print.

    Merged cells and columns under `fill_down` repeat their text downwards; figures never do.
    """
    span = slice(block.first, block.last)
    raw = grid.cells.slice(block.first, block.last - block.first)
    trimmed = trimmed_columns(raw)
    data = pa.Table.from_arrays(trimmed, names=raw.column_names).append_column("rn", pa.array(grid.rows[span]))
    for name, marks in grid.numeric.items():
        if int(name[1:]) - 1 in mapped.typed:
            data = data.append_column(f"n{name[1:]}", marks.slice(block.first, block.last - block.first))
    if layout.hierarchy == "indent" and "item_name" in mapped.fields:
        place = mapped.fields["item_name"][0] + 1
        indents = pc.subtract(pc.utf8_length(raw[f"c{place}"]), pc.utf8_length(pc.utf8_ltrim(raw[f"c{place}"], characters=BLANKS)))
        data = data.append_column(f"i{place}", indents)
    db.register("grid_lines", data)
    marked = [name for name in data.column_names if name.startswith(("n", "i"))]
    cells = [f"nullif(c{i + 1}, '') as c{i + 1}" for i in range(grid.width)]
    counts = [f"{_printed(grid.width, mapped, spoken)} as n_{name}" for name, spoken in (("spoken", True), ("unspoken", False))]
    db.execute(f"create or replace view lines as select {', '.join(['rn', *cells, *marked, *counts])} from grid_lines")
    _fill(db, grid, block, layout, mapped)
    return filled_cells(trimmed)


def _printed(width: int, mapped: ColumnMap, spoken: bool) -> str:
    """SQL: how many cells a row prints in the columns the contract speaks for, or in the others."""
    places = [i for i in range(width) if (i in mapped.mapped) == spoken]
    return " + ".join(f"(c{i + 1} <> '' and c{i + 1} is not null)::int" for i in places) or "0"


def _fill(db: duckdb.DuckDBPyConnection, grid: Grid, block: Block, layout: Layout, mapped: ColumnMap) -> None:
    texts = {place for place, _ in mapped.fields.values()}
    first, last = (int(grid.rows[block.first]), int(grid.rows[block.last - 1])) if block.last > block.first else (1, 0)
    merged = [m for m in grid.merges if m[1] - 1 in texts and m[2] > m[0] and first <= m[0] and m[2] <= last]
    if not merged and not layout.fill_down:
        return
    db.execute("create or replace table filled_lines as select * from lines")
    db.execute("create or replace view lines as select * from filled_lines")
    for left in sorted({left for _, left, _, _ in merged}):
        column = f"c{left}"
        db.register("merged_areas", pa.table({"top": [m[0] for m in merged if m[1] == left], "bottom": [m[2] for m in merged if m[1] == left]}))
        db.execute(
            f"update filled_lines set {column} = upper.shown from (select top, bottom, {column} as shown from merged_areas join lines on rn = top) as upper "
            f"where rn > upper.top and rn <= upper.bottom and {column} is null"
        )
        db.unregister("merged_areas")
    for name in layout.fill_down:
        column = f"c{mapped.fields[name][0] + 1}"
        shown = f"select * replace (last_value({column} ignore nulls) over (order by rn) as {column}) from filled_lines"
        db.execute(f"create or replace table filled_lines as {shown}")


def count_lines(db: duckdb.DuckDBPyConnection, mapped: ColumnMap, tally: Tally, facts: str | None) -> None:
    """Add the lines of one table to the tally, by fate and by column. `facts` holds the figures, where the table has any."""
    data, ignored = "fate = 'data'", "fate like 'ignored%'"
    row = db.execute(
        f"select count(*) filter ({data}), sum(n_spoken) filter ({data}), sum(n_unspoken) filter ({data}), "
        f"sum(n_spoken + n_unspoken) filter ({ignored}), sum(n_spoken + n_unspoken) filter (not {data} and not {ignored}) from sorted_lines"
    ).fetchall()[0]
    rows, landed, left, named, parked = (int(value or 0) for value in row)
    bad = " + ".join(f"coalesce(w{figure.position + 1}::int, 0)" for figure in mapped.figures) or "0"
    wrong = int(db.execute(f"select coalesce(sum({bad}), 0) from {facts}").fetchall()[0][0]) if facts else 0
    tally.ignored += left + named
    tally.parked += parked + wrong
    tally.landed += landed - wrong
    tally.rows += rows
