"""Faults of the course of a year: a rush in December with completion made up (18), months that are too smooth (19)."""

from __future__ import annotations

from benchmarks.detection.faults.places import NOTHING, Case, Places
from benchmarks.detection.words import BENEFIT, MAIN, SECOND

RUSH = {1: (0.35, 0.50), 2: (0.50, 0.70), 3: (0.70, 0.95)}


def rushed_year_end(places: Places, strength: int) -> list[Case]:
    """Type 18: the money goes out in December, and everything is said to be done exactly as planned."""
    cases, book = [], places.book
    for p, t in places.programmes():
        book.last_month[p, t] = float(places.rng.uniform(*RUSH[strength]))
        for slot in (MAIN, SECOND, BENEFIT):
            book.actual[p, slot, t] = book.target[p, slot, t]
        cases.append(_case(places, 18, strength, p, t))
    return cases


def too_smooth(places: Places, strength: int) -> list[Case]:
    """Type 19: months within half a percent of each other, nine of twelve equal, or all equal."""
    cases = []
    for p, t in places.programmes():
        places.book.smooth[p, t] = strength
        cases.append(_case(places, 19, strength, p, t))
    return cases


def _case(places: Places, kind: int, strength: int, programme: int, year: int) -> Case:
    unit = int(places.book.world.unit_of[programme])
    return Case(kind, "", strength, "programme", unit, programme, NOTHING, year, table="monthly", column="12月")
