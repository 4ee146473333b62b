"""Where faults are planted: rows and programmes nothing else has taken, mostly in the last year; and what is noted of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.detection.generator.book import Book
from benchmarks.detection.generator.world import Flags

NOTHING = -1


@dataclass(frozen=True)
class Case:
    """One planted fault. `scope` says which rows show it: the row, the programme's rows of the year, all rows of the unit in the year."""

    kind: int
    variant: str
    strength: int
    scope: str
    unit: int
    programme: int
    slot: int
    year: int
    table: str = "evaluation"
    column: str = "actual"
    size: float = float("nan")
    wrong: float | str = float("nan")
    right: float | str = float("nan")
    counterpart: int = NOTHING  # the programme it was copied from


class Places:
    """Draws free rows and programmes, and takes them."""

    def __init__(self, rng: np.random.Generator, book: Book, mean_per_cell: float) -> None:
        self.rng, self.book, self.mean_per_cell, self.per_cell = rng, book, mean_per_cell, 0
        years = book.world.profile.years
        first = book.world.profile.first_judged
        weights = np.where(np.arange(years) >= first, 0.4 / max(1, years - 1 - first), 0.0)
        weights[-1] = 0.6
        self.year_weight = weights

    def next_cell(self) -> Places:
        """How many faults the next type gets: the mean, rounded up or down by lot, so that small countries get few and not none."""
        whole = int(self.mean_per_cell)
        self.per_cell = whole + int(self.rng.random() < self.mean_per_cell - whole)
        return self

    def rows(self, slots: tuple[int, ...], number: int | None = None, where: Flags | None = None) -> list[tuple[int, int, int]]:
        """Rows (programme, slot, year) of these slots."""
        allowed = np.zeros_like(self.book.free)
        allowed[:, list(slots), :] = True
        allowed &= self.book.free & self.book.present & self._has_history()[:, None, :]
        if where is not None:
            allowed &= where
        found = np.argwhere(allowed)
        chosen = self._draw(found, self.per_cell if number is None else number)
        for programme, slot, year in chosen:
            self.book.free[programme, slot, year] = False
        return [(int(p), int(s), int(t)) for p, s, t in chosen]

    def programmes(self, number: int | None = None, where: Flags | None = None) -> list[tuple[int, int]]:
        """Whole programmes of a year (programme, year)."""
        allowed = self.book.free.all(axis=1) & self._has_history()
        if where is not None:
            allowed &= where
        chosen = self._draw(np.argwhere(allowed), self.per_cell if number is None else number)
        for programme, year in chosen:
            self.book.free[programme, :, year] = False
        return [(int(p), int(t)) for p, t in chosen]

    def units(self, number: int) -> list[int]:
        """Whole units in the last year."""
        free = self.book.free.all(axis=1)[:, -1] & self._has_history()[:, -1]
        candidates = np.flatnonzero(free[::2] & free[1::2])
        chosen = self.rng.permutation(candidates)[:number]
        for unit in chosen:
            self.book.free[2 * unit : 2 * unit + 2, :, -1] = False
        return [int(unit) for unit in chosen]

    def _has_history(self) -> Flags:
        """Judged years of units that report in them and in the year before."""
        world = self.book.world
        exists = world.exists[world.unit_of]
        before = np.concatenate([exists[:, :1], exists[:, :-1]], axis=1)
        return exists & before & (np.arange(world.profile.years) >= world.profile.first_judged)

    def _draw(self, found: np.ndarray, number: int) -> np.ndarray:
        """Without replacement, weighted by year."""
        if not len(found) or not number:
            return found[:0]
        key = self.rng.exponential(1, len(found)) / np.maximum(self.year_weight[found[:, -1]], 1e-9)
        return found[np.argsort(key, kind="stable")[:number]]
