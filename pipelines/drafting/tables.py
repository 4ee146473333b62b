"""The tables of a file as the drafter looks at them: header words and a profile of every column. No meaning yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.contracts.layout import Layout
from pipelines.decoding.grid import Grid
from pipelines.drafting.cells import is_figure, is_none, is_plain_code
from pipelines.drafting.words import without_unit
from pipelines.landing.lines import BLANKS
from pipelines.landing.table import Block, blocks

DISTINCT = 4000


@dataclass
class Profile:
    """One column of one table: its place (from 1), its header, and its filled cells counted by text (the commonest texts only)."""

    place: int
    name: str
    word: str
    filled: int
    rows: int
    distinct: int
    counts: Counter[str] = field(default_factory=Counter)
    stored_numbers: bool = False

    @property
    def key(self) -> str:
        return without_unit(self.name)

    @property
    def word_key(self) -> str:
        return without_unit(self.word)

    def share(self, test: object) -> float:
        """Share of filled cells (signs for "no figure" left out) that pass a test of their text."""
        texts = {text: count for text, count in self.counts.items() if not is_none(text)}
        passed = sum(count for text, count in texts.items() if callable(test) and test(text))
        return passed / max(sum(texts.values()), 1)

    @property
    def figures(self) -> float:
        return self.share(is_figure)

    @property
    def codes(self) -> float:
        return self.share(is_plain_code)

    @property
    def is_named(self) -> bool:
        return bool(self.name) and not self.name.startswith("column ")


@dataclass
class Table:
    """One block of one sheet."""

    grid: Grid
    block: Block
    columns: list[Profile]

    def filled(self) -> list[Profile]:
        return [column for column in self.columns if column.filled]

    def titles(self) -> list[str]:
        """Texts above the header of the first block, and every text that stands alone in its row near the end."""
        top = self.block.headers[0] if self.block.headers else self.block.first
        rows = self.grid.cells.slice(0, top).to_pylist() if self.block.number == 1 else []
        return [*self.grid.titles, *(cell.strip(BLANKS) for row in rows for cell in row.values() if cell and cell.strip(BLANKS))]


def tables_of(grid: Grid, layout: Layout, bilingual: bool) -> list[Table]:
    """Every block of a sheet with the profiles of its columns."""
    return [Table(grid, block, _profiles(grid, block, layout.header_join == "")) for block in blocks(grid, layout, bilingual)]


def _profiles(grid: Grid, block: Block, broken: bool) -> list[Profile]:
    cells = grid.cells.slice(block.first, block.last - block.first)
    found = []
    for place, column in enumerate(cells.columns):
        trimmed = pc.utf8_trim(column, characters=BLANKS)
        counted = pc.value_counts(trimmed.combine_chunks() if isinstance(trimmed, pa.ChunkedArray) else trimmed)
        order = pc.sort_indices(counted.field("counts"), sort_keys=[("", "descending")]) if len(counted) > DISTINCT else None
        kept = counted.take(order[:DISTINCT]) if order is not None else counted
        counts = Counter({pair["values"]: pair["counts"] for pair in kept.to_pylist() if pair["values"]})
        blank = sum(pair["counts"] for pair in kept.to_pylist() if not pair["values"])
        name = block.names[place]
        word = name if broken else block.words[place]
        stored = f"c{place + 1}" in grid.numeric
        found.append(Profile(place + 1, name, word, len(column) - blank, len(column), len(counted), counts, stored))
    return found
