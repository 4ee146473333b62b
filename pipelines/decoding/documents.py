"""What documents (html, docx, pdf) share: cells that span, tables between text, text cut into sentences. No format is known here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from pipelines.decoding.grid import DecodingError, Grid, ParkedText, column_names
from pipelines.limits import how_to_raise, limit

# Unit, title and number of a table stand close above it.
TITLE_LINES = 8
# Edges that lie closer together than this, in points, are one edge drawn twice.
NEAR = 1.5
Box = tuple[float, float, float, float]
SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*[”）)」』]*|[。！？!?]+")
EAST_ASIAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’"
AROUND_EAST_ASIAN = re.compile(rf"(?<=[{EAST_ASIAN}])[ \u00a0]+|[ \u00a0]+(?=[{EAST_ASIAN}])")


@dataclass
class Span:
    """One cell as a document gives it: its text, and how many rows and columns it reaches over."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass
class SpanTable:
    """Rows of cells that span, and the lines of text above them."""

    rows: list[list[Span]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def span_grid(sheet: str, table: SpanTable) -> Grid:
    """Spanning cells as merged ones: the text stands in the upper left cell, the others are empty.

    Raises:
        DecodingError: spans that ask for more cells than any report has.
    """
    placed, merges = _placed(sheet, table.rows)
    width = max((column for _, column in placed), default=0)
    height = len(table.rows)
    _refuse_size(sheet, height, width)
    columns = {name: [placed.get((row, position), "") for row in range(1, height + 1)] for position, name in enumerate(column_names(width), start=1)}
    cells = pa.table({name: pa.array(texts, pa.string()) for name, texts in columns.items()})
    return Grid(sheet, cells, np.arange(1, height + 1, dtype=np.int32), merges=merges, titles=table.titles[-TITLE_LINES:])


def _placed(sheet: str, rows: list[list[Span]]) -> tuple[dict[tuple[int, int], str], list[tuple[int, int, int, int]]]:
    """Texts by (row, column), and the merges. A cell that reaches down pushes those of the rows below to the right."""
    texts: dict[tuple[int, int], str] = {}
    merges: list[tuple[int, int, int, int]] = []
    # column -> last row that a cell from above still takes
    taken: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        column = 1
        for cell in row:
            while taken.get(column, 0) >= number:
                column += 1
            last_row = min(number + cell.rows - 1, len(rows))
            last_column = column + cell.columns - 1
            _refuse_size(sheet, len(rows), last_column)
            texts[number, column] = cell.text
            texts.setdefault((number, last_column), "")
            if last_row > number:
                taken |= dict.fromkeys(range(column, last_column + 1), last_row)
            if cell.rows > 1 or cell.columns > 1:
                merges.append((number, column, last_row, last_column))
            column = last_column + 1
    return texts, merges


def _refuse_size(sheet: str, height: int, width: int) -> None:
    # Spans of a few bytes may ask for billions.
    if height * width > limit("CALIBER_MAX_CELLS"):
        raise DecodingError("too_many_cells", f"{sheet} spans {height:,} rows and {width:,} columns; {how_to_raise('CALIBER_MAX_CELLS')}")


def tight(text: str) -> str:
    """Blanks beside Chinese characters are left by typesetting and mean nothing; all others are kept as one blank."""
    return AROUND_EAST_ASIAN.sub("", " ".join(text.split()))


def sentences(paragraph: str) -> list[str]:
    """A paragraph cut behind 。！？ (not behind a full stop: it may stand in a figure)."""
    return [text.strip() for text in SENTENCE.findall(paragraph) if text.strip()]


def narrative_grid(sheet: str, texts: Iterable[str], parked: list[ParkedText] | None = None) -> Grid:
    """The text between the tables, one sentence a row."""
    lines = list(texts)
    cells = pa.table({"c1": pa.array(lines, pa.string())})
    return Grid(sheet, cells, np.arange(1, len(lines) + 1, dtype=np.int32), parked=parked or [], narrative=True)


@dataclass
class PageTable:
    """A table drawn with lines: its cells by box (left, top, right, bottom), on one page or going on over several."""

    pages: list[int]
    number: int
    cells: dict[Box, str]
    bbox: Box
    titles: list[str] = field(default_factory=list)
    further: list[PageTable] = field(default_factory=list)

    def edges(self) -> list[float]:
        """The left edges of its columns."""
        return _distinct(box[0] for box in self.cells)

    def go_on(self, overleaf: PageTable) -> None:
        """Add the part that stands on the next page."""
        self.further.append(overleaf)
        self.pages += overleaf.pages

    @property
    def sheet(self) -> str:
        """Pages and place: `page 8 table 1`, `page 8-9 table 1`."""
        pages = f"{self.pages[0]}-{self.pages[-1]}" if len(self.pages) > 1 else str(self.pages[0])
        return f"page {pages} table {self.number}"


def page_grid(table: PageTable) -> Grid:
    """The cells of all parts below one another. Header lines that a page repeats keep their row number and are parked."""
    rows, merges = _part(table, 0)
    parked: list[ParkedText] = []
    height = len(rows)
    numbers = list(range(1, height + 1))
    for part in table.further:
        more, spans = _part(part, height)
        again = _repeated(rows, more)
        why = f"repeats the header on page {part.pages[0]}"
        parked += [ParkedText(height + i + 1, " | ".join(filter(None, more[i])), "repeated_header", f"row {height + i + 1} {why}") for i in range(again)]
        rows += more[again:]
        merges += [span for span in spans if span[0] > height + again]
        numbers += range(height + again + 1, height + len(more) + 1)
        height += len(more)
    columns = {name: [row[place] for row in rows] for place, name in enumerate(column_names(len(table.edges())))}
    cells = pa.table({name: pa.array(texts, pa.string()) for name, texts in columns.items()})
    return Grid(table.sheet, cells, np.array(numbers, dtype=np.int32), merges=merges, parked=parked, titles=table.titles)


def _part(table: PageTable, above: int) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """Rows of texts and the merges of one page; `above` rows stand on the pages before."""
    lefts, tops = table.edges(), _distinct(box[1] for box in table.cells)
    rows = [[""] * len(lefts) for _ in tops]
    merges = []
    for (left, top, right, bottom), text in table.cells.items():
        row, column = _place(tops, top), _place(lefts, left)
        last_row = max(i for i, edge in enumerate(tops) if edge < bottom - NEAR)
        last_column = max(i for i, edge in enumerate(lefts) if edge < right - NEAR)
        rows[row][column] = text
        if last_row > row or last_column > column:
            merges.append((above + row + 1, column + 1, above + last_row + 1, last_column + 1))
    return rows, merges


def _repeated(rows: list[list[str]], more: list[list[str]]) -> int:
    """How many of the first lines overleaf are those the table itself begins with."""
    again = 0
    while again < min(len(rows), len(more)) and rows[again] == more[again] and any(more[again]):
        again += 1
    return again


def _distinct(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _place(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))
