"""Find the tables of a sheet: where headers stand, what each column is called, which rows are data."""

from __future__ import annotations

import difflib
import fnmatch
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.contracts.layout import Layout, Titled
from pipelines.contracts.words import Column
from pipelines.decoding.grid import Grid
from pipelines.landing.labels import cjk_part, label_key, stated_unit
from pipelines.landing.matching import said_by_name


class LayoutError(Exception):
    """The file does not look as its contract says: what, where, and what to write instead."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Block:
    """One table: its header lines and data lines as positions in the grid, a name for each column, and the lines of that name from top to bottom."""

    number: int
    headers: list[int]
    first: int
    last: int
    names: list[str]
    parts: list[list[str]]

    @property
    def words(self) -> list[str]:
        """The last line of each name."""
        return [shown[-1] if shown else "" for shown in self.parts]

    def positions_of(self, wanted: Column, sheet: str) -> list[int]:
        """Columns (0-based) that `wanted` names: a position, a header, the last line of a header, or a pattern with *."""
        if isinstance(wanted, int):
            if not 1 <= wanted <= len(self.names):
                raise LayoutError("unknown_column", f"column {wanted} does not exist in sheet '{sheet}', which has {len(self.names)} columns")
            return [wanted - 1]
        keys = [label_key(name) for name in self.names]
        key = label_key(wanted)
        for candidates in (keys, [label_key(word) for word in self.words]):
            found = [position for position, name in enumerate(candidates) if name == key]
            if found:
                return found
        return [position for position, name in enumerate(keys) if "*" in key and fnmatch.fnmatchcase(name, key)]

    def position_of(self, wanted: Column, sheet: str) -> int:
        """The one column that `wanted` names.

        Raises:
            LayoutError: none or several, with the nearest names.
        """
        found = self.positions_of(wanted, sheet)
        if len(found) == 1:
            return found[0]
        if found:
            places = ", ".join(str(position + 1) for position in found)
            raise LayoutError("ambiguous_column", f"'{wanted}' names the columns {places} of sheet '{sheet}'; write the position instead")
        near = difflib.get_close_matches(str(wanted), self.names, n=3, cutoff=0.4)
        said = f"; nearest: {', '.join(near)}" if near else ""
        printed = ", ".join(name for name in self.names if name)[:400]
        raise LayoutError("unknown_column", f"no column '{wanted}' in the header of sheet '{sheet}'{said}; printed: {printed}")


def selected_grids(grids: list[Grid], layout: Layout, years: list[int]) -> list[tuple[Grid, dict[str, str]]]:
    """The sheets the contract reads, each with what its name says (year, region …). A sheet neither read nor ignored by name is an error.

    A sheet that names a year outside `years` belongs to another edition.
    """
    chosen: dict[int, tuple[Grid, dict[str, str]]] = {}
    for wanted in layout.sheet:
        found = {place: (grid, said) for place, grid in enumerate(grids) if (said := _said(grid, place, wanted)) is not None}
        if not found:
            raise LayoutError("unknown_sheet", f"no sheet {_shown(wanted)}; the file has: {', '.join(_called(grid) for grid in grids if not grid.narrative)}")
        of_years = {place: read for place, read in found.items() if int(read[1].get("year", years[0])) in years}
        chosen = {**of_years, **chosen}
    for place, grid in enumerate(grids):
        ignored = any(fnmatch.fnmatchcase(grid.sheet, name) for name in layout.ignore_sheets)
        if place not in chosen and not ignored and not grid.narrative and _has_text(grid):
            raise LayoutError("unread_sheet", f"sheet '{grid.sheet}' is neither read (layout.sheet) nor ignored by name (layout.ignore_sheets)")
    return [chosen[place] for place in sorted(chosen)]


def _shown(wanted: int | str | Titled) -> str:
    return f"titled '{wanted.title}'" if isinstance(wanted, Titled) else repr(wanted)


def _called(grid: Grid) -> str:
    titles = [title for title in grid.titles if not stated_unit(title)]
    return f"{grid.sheet} '{titles[-1][:40]}'" if titles else grid.sheet or "(only one)"


def _said(grid: Grid, place: int, wanted: int | str | Titled) -> dict[str, str] | None:
    """What the name of a wanted sheet says; None for a sheet that is not meant."""
    if isinstance(wanted, Titled):
        # RE2, as everywhere in contracts.
        matches = pc.any(pc.match_substring_regex(pa.array(grid.titles, pa.string()), wanted.title)).as_py()
        return {} if matches else None
    if isinstance(wanted, int):
        return {} if place == wanted else None
    if "{" in wanted:
        return said_by_name(wanted, grid.sheet)
    return {} if fnmatch.fnmatchcase(grid.sheet, wanted) else None


def _has_text(grid: Grid) -> bool:
    return any(cell and cell.strip() for column in grid.cells.columns for cell in column.to_pylist()[:2000])


def blocks(grid: Grid, layout: Layout, bilingual: bool) -> list[Block]:
    """The tables of a sheet from top to bottom."""
    height = len(grid.rows)
    if layout.header_find is not None:
        starts = _header_starts(grid, layout.header_find)
        spans = [list(range(start, min(start + layout.header_height, height))) for start in starts]
    elif layout.header_rows == "none":
        spans = [[]]
    else:
        spans = [[_position(grid, row) for row in layout.header_rows]]
    found: list[Block] = []
    for number, span in enumerate(spans):
        first = span[-1] + 1 if span else 0
        last = spans[number + 1][0] if number + 1 < len(spans) else height
        parts = _names(grid, span, layout.header_join, bilingual) if span else [[f"column {i + 1}"] for i in range(grid.width)]
        names = [layout.header_join.join(shown) for shown in parts]
        found.append(Block(number + 1, span, first, last, names, parts))
    return found


def _position(grid: Grid, row: int) -> int:
    place = int(np.searchsorted(grid.rows, row))
    if place >= len(grid.rows) or grid.rows[place] != row:
        raise LayoutError("no_header", f"header row {row} is not there in sheet '{grid.sheet}' ({len(grid.rows)} rows); correct layout.header_rows")
    return place


def _header_starts(grid: Grid, wanted: str) -> list[int]:
    key = label_key(wanted)
    columns = [column.to_pylist() for column in grid.cells.columns[:4]]
    starts = [i for i in range(len(grid.rows)) if next((label_key(cell) for c in columns if (cell := c[i]) and cell.strip()), "") == key]
    if not starts:
        raise LayoutError("no_header", f"no row of sheet '{grid.sheet}' begins with '{wanted}'; correct layout.header_find")
    return starts


def _names(grid: Grid, span: list[int], join: str, bilingual: bool) -> list[list[str]]:
    """For each column the words of its header from top to bottom, repeats left out."""
    lines = [[str(cell or "").strip() for cell in row.values()] for row in grid.cells.take(span).to_pylist()]
    _spread(grid, span, lines, join)
    names = []
    for parts in zip(*lines, strict=True):
        shown = [cjk_part(part) if bilingual else " ".join(part.split()) for part in parts if part]
        names.append([part for i, part in enumerate(shown) if i == 0 or part != shown[i - 1]])
    return names


def _spread(grid: Grid, span: list[int], lines: list[list[str]], join: str) -> None:
    """A heading over several columns holds for each of them: as far as its merged cell reaches, or up to the next heading where nothing is merged."""
    rows = {int(grid.rows[place]): line for place, line in zip(span, lines, strict=True)}
    wide = [(top, left, right) for top, left, _, right in grid.merges if top in rows and right > left]
    for top, left, right in wide:
        rows[top][left:right] = [rows[top][left - 1]] * (right - left)
    if wide or not join:
        return
    for upper, below in zip(lines[:-1], lines[1:], strict=True):
        for position in range(1, len(upper)):
            if not upper[position] and below[position]:
                upper[position] = upper[position - 1]
