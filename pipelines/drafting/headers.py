"""Where the header of a sheet stands: the last rows before the first row whose figures stand where the body has figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipelines.decoding.grid import Grid
from pipelines.drafting.cells import YEAR, is_figure, is_none, trimmed
from pipelines.landing.labels import label_key

LOOKED_AT, TOP, LOWEST, FEW, DEEPEST, HIGHEST_STACK = 400, 60, 4, 3, 50, 4
TITLE = re.compile(r"单\s*位\s*[:：]|[(（](单位|in )|units?:|续表|^表\s*\d|printed on", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """Positions of the header rows in the grid (none for a table by position), the first data row, and why."""

    rows: list[int]
    first: int
    confidence: float
    evidence: str
    join: str = "/"
    repeats: str | None = None
    has_table: bool = True


def find_header(grid: Grid) -> Header:
    """The header of the first table of a sheet."""
    lines = [[trimmed(cell) for cell in row.values()] for row in grid.cells.slice(0, LOOKED_AT).to_pylist()]
    figures = _figure_columns(lines)
    if not figures:
        return _without_figures(lines)
    first = next((i for i, line in enumerate(lines[:TOP]) if _is_data(line, figures, lines[i + 1 : i + 6])), None)
    if first is None:
        return Header([], 0, 0.2, "no row looks like data", has_table=False)
    rows = _rows_above(grid, lines, first)
    if not rows:
        sure = 0.97 if first == 0 else 0.6
        return Header([], first, sure, f"row {int(grid.rows[first])} already holds figures in {len(figures)} columns and nothing above names them")
    names = [int(grid.rows[row]) for row in rows]
    filled = sum(1 for place in range(len(lines[first])) if any(lines[row][place] for row in rows))
    shown = f"row {names[0]} names" if len(names) == 1 else f"rows {names[0]} to {names[-1]} name"
    evidence = f"{shown} {filled} columns; figures begin in row {int(grid.rows[first])}"
    return Header(rows, first, 0.97 if first - rows[-1] == 1 else 0.93, evidence, _join(grid, lines, rows), _repeated(grid, lines, rows))


def _figure_columns(lines: list[list[str]]) -> list[int]:
    """Columns whose lower part is figures: at least four of five filled cells."""
    body = lines[len(lines) // 3 :] if len(lines) > LOWEST else lines[-2:]
    found = []
    for place in range(len(lines[0]) if lines else 0):
        cells = [line[place] for line in body if line[place] and not is_none(line[place])]
        if cells and sum(map(is_figure, cells)) >= 0.8 * len(cells):
            found.append(place)
    return found


def _is_data(line: list[str], figures: list[int], following: list[list[str]]) -> bool:
    """Figures where the body has them and no words there; a row of years alone is still a header."""
    cells = [line[place] for place in figures if line[place] and not is_none(line[place])]
    if not cells or not all(map(is_figure, cells)) or sum(1 for cell in line if cell) < min(2, len(line)):
        return False
    if all(YEAR.match(cell) or (cell.isdigit() and int(cell) < 32) for cell in cells) and len(set(cells)) == len(cells) and len(cells) > 1:
        below = [other[place] for other in following for place in figures if other[place]]
        return sum(1 for cell in below if cell in cells) > 0.3 * max(len(below), 1)
    return True


def _rows_above(grid: Grid, lines: list[list[str]], first: int) -> list[int]:
    """Rows with at least two filled cells right above the data, blank ones left out, titles and unit lines not among them."""
    found: list[int] = []
    for row in range(first - 1, -1, -1):
        filled = [cell for cell in lines[row] if cell]
        if not filled and not found:
            continue
        wide = _spans(grid, row)
        alone = len(filled) < 2 and not (found and wide and wide < 0.8 * len(lines[row]))
        if not filled or alone or (len(filled) < FEW and any(TITLE.search(cell) for cell in filled)) or len(found) == DEEPEST:
            break
        found.insert(0, row)
    if found and sum(1 for cell in lines[found[-1]] if cell) < 2 and len(lines[0]) > 1:
        return []
    return found if _is_stack(grid, lines, found) else found[:1]


def _is_stack(grid: Grid, lines: list[list[str]], rows: list[int]) -> bool:
    """Header lines above each other leave gaps: a heading over several columns, or the lower part of a broken word. Full lines are one header and data.

    A text of the lower line that stands below once more is no header either.
    """
    below = lines[rows[-1] + 1 : rows[-1] + 40] if rows else []
    if (
        len(rows) > HIGHEST_STACK
        or len(rows) > 1
        and any(line[place] == cell for place, cell in enumerate(lines[rows[-1]]) if any(sign.isdigit() for sign in cell) for line in below)
    ):
        return False
    filled = [sum(1 for cell in lines[row] if cell) for row in rows]
    together = sum(1 for cells in zip(*(lines[row] for row in rows), strict=True) if any(cells))
    return len(rows) < 2 or any(_spans(grid, row) for row in rows) or any(count < 0.95 * together for count in filled)


def _spans(grid: Grid, row: int) -> int:
    """Columns covered by the widest merged cell of a row."""
    number = int(grid.rows[row])
    return max((right - left + 1 for top, left, _, right in grid.merges if top == number and right > left), default=0)


def _join(grid: Grid, lines: list[list[str]], rows: list[int]) -> str:
    """Two lines that are one word broken in two: every lower part stands below an own upper part, and nothing is spread over several columns."""
    if len(rows) != 2 or any(_spans(grid, row) for row in rows):
        return "/"
    upper, lower = lines[rows[0]], lines[rows[1]]
    return "" if all(above for above, below in zip(upper, lower, strict=True) if below) else "/"


def _repeated(grid: Grid, lines: list[list[str]], rows: list[int]) -> str | None:
    """The first text of the header, where a later row of the sheet begins with it again: one table printed in blocks."""
    word = next((cell for cell in lines[rows[0]][:4] if cell), "")
    key = label_key(word)
    if not key or is_figure(word):
        return None
    columns: list[list[Any]] = [column.to_pylist() for column in grid.cells.columns[:4]]
    hits = sum(1 for place in range(len(grid.rows)) if next((label_key(c[place]) for c in columns if c[place] and c[place].strip()), "") == key)
    return word if hits > 1 else None


def _without_figures(lines: list[list[str]]) -> Header:
    """A table of words: the first row that is filled as widely as the widest."""
    widths = [sum(1 for cell in line if cell) for line in lines]
    widest = max(widths, default=0)
    if widest < 2 or len(lines) < 2:
        return Header([], 0, 0.2, "no table of at least two columns", has_table=False)
    row = next(i for i, width in enumerate(widths) if width >= 0.8 * widest)
    return Header([row], row + 1, 0.5, f"no column of figures; row {row + 1} is the first that fills {widths[row]} columns", has_table=False)
