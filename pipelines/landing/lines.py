"""The cells of one table as a DuckDB table of trimmed text, and the exact count of what became of each of them."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from pipelines.contracts.contract import Layout
from pipelines.decoding.grid import Grid
from pipelines.landing.columns import ColumnMap
from pipelines.landing.table import Block

# White space as exports print it; DuckDB's trim takes the characters by name.
BLANKS = " \t\r\n\u00a0\u3000\u2009\u202f\ufeff"


@dataclass
class Tally:
    """Filled cells of a file by what became of them. `read` must equal the sum of the others."""

    read: int = 0
    landed: int = 0
    ignored: int = 0
    parked: int = 0
    rows: int = 0

    def check(self) -> None:
        """Nothing is lost: raise where a cell is unaccounted for."""
        if self.read != self.landed + self.ignored + self.parked:
            raise AssertionError(f"{self.read} filled cells read, {self.landed} landed + {self.ignored} ignored + {self.parked} parked")


def load_lines(db: duckdb.DuckDBPyConnection, grid: Grid, block: Block, layout: Layout, mapped: ColumnMap) -> None:
    """Make `lines` for the data rows of a block: rn, c1.. (trimmed, null where empty), n<k> marks of number cells, i<k> indents.

    Merged cells and columns under `fill_down` repeat their text downwards; figures never do.
    """
    span = slice(block.first, block.last)
    data = grid.cells.slice(block.first, block.last - block.first)
    data = data.append_column("rn", pa.array(grid.rows[span]))
    for name, marks in grid.numeric.items():
        if int(name[1:]) - 1 in {figure.position for figure in mapped.figures}:
            data = data.append_column(f"n{name[1:]}", marks.slice(block.first, block.last - block.first))
    db.register("grid_lines", data)
    marked = [name for name in data.column_names if name.startswith("n")]
    cells = [f"nullif(trim(c{i + 1}, '{BLANKS}'), '') as c{i + 1}" for i in range(grid.width)]
    if layout.hierarchy == "indent" and "item_name" in mapped.fields:
        place = mapped.fields["item_name"][0] + 1
        cells.append(f"length(c{place}) - length(ltrim(c{place}, '{BLANKS}')) as i{place}")
    elif "item_name" in mapped.fields:
        cells.append(f"0 as i{mapped.fields['item_name'][0] + 1}")
    db.execute(f"create or replace table lines as select rn, {', '.join([*cells, *marked])} from grid_lines")
    db.unregister("grid_lines")
    _fill(db, grid, block, layout, mapped)


def _fill(db: duckdb.DuckDBPyConnection, grid: Grid, block: Block, layout: Layout, mapped: ColumnMap) -> None:
    texts = {place for place, _ in mapped.fields.values()}
    first, last = (int(grid.rows[block.first]), int(grid.rows[block.last - 1])) if block.last > block.first else (1, 0)
    for top, left, bottom, _ in grid.merges:
        if left - 1 in texts and bottom > top and first <= top and bottom <= last:
            column = f"c{left}"
            db.execute(f"update lines set {column} = (select {column} from lines where rn = {top}) where rn > {top} and rn <= {bottom} and {column} is null")
    for name in layout.fill_down:
        column = f"c{mapped.fields[name][0] + 1}"
        db.execute(f"create or replace table lines as select * replace (last_value({column} ignore nulls) over (order by rn) as {column}) from lines")


def filled(cells: list[str]) -> str:
    """SQL: how many of these cells are filled."""
    return " + ".join(f"({cell} is not null)::int" for cell in cells) or "0"


def count_lines(db: duckdb.DuckDBPyConnection, mapped: ColumnMap, width: int, tally: Tally) -> None:
    """Add the lines of one table to the tally, by fate and by column."""
    every = [f"c{i + 1}" for i in range(width)]
    spoken = [f"c{i + 1}" for i in sorted(mapped.mapped)]
    unspoken = [f"c{i + 1}" for i in range(width) if i not in mapped.mapped]
    bad = " + ".join(f"coalesce(w{figure.position + 1}::int, 0)" for figure in mapped.figures) or "0"
    read, ignored, parked = _one(
        db,
        f"select coalesce(sum({filled(every)}), 0), coalesce(sum({filled(every)}) filter (fate like 'ignored%'), 0), "
        f"coalesce(sum({filled(every)}) filter (fate <> 'data' and fate not like 'ignored%'), 0) from sorted_lines",
    )
    rows, landed, left, wrong = _one(
        db, f"select count(*), coalesce(sum({filled(spoken)}), 0), coalesce(sum({filled(unspoken)}), 0), coalesce(sum({bad}), 0) from values_of_lines"
    )
    tally.read += read
    tally.ignored += ignored + left
    tally.parked += parked + wrong
    tally.landed += landed - wrong
    tally.rows += rows


def _one(db: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = db.execute(query).fetchall()[0]
    return tuple(int(value) for value in row)
