"""Faults of a whole programme or a whole reporter: copied blocks, money against output, broad inflation, one-sided revisions, heaping."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.detection.faults.cells import copied_cell
from benchmarks.detection.faults.places import Case, Places
from benchmarks.detection.words import BENEFIT, COST, COUNTS, COVERAGE, EXECUTION, MAIN, QUALITY, SATISFACTION, SECOND, SHARES

BLOCK = (MAIN, SECOND, BENEFIT, COVERAGE)
WHOLE = (MAIN, SECOND, QUALITY, COST, BENEFIT, COVERAGE, SATISFACTION)
UNSPENT = {1: (0.30, 0.40), 2: (0.15, 0.30), 3: (0.02, 0.15)}
MISSING = {1: (0.45, 0.60), 2: (0.25, 0.45), 3: (0.05, 0.25)}
SHARE_OF_ROWS = {1: 0.25, 2: 0.5, 3: 1.0}
REVISED = {1: 0.4, 2: 0.6, 3: 0.9}
HEAPED = {1: 0.5, 2: 0.75, 3: 1.0}


def copied_from_last_year(places: Places, strength: int) -> list[Case]:
    """Type 6: a cell, a block of four, the whole programme."""
    if strength == 1:
        return copied_cell(places, strength)
    slots, cases = (BLOCK if strength == 2 else WHOLE), []
    for p, t in places.programmes():
        right = float(places.book.actual[p, MAIN, t])
        places.book.actual[p, slots, t] = places.book.actual[p, slots, t - 1]
        cases.append(_programme(places, (6, "block", strength), p, t, right))
    return cases


def copied_from_another(places: Places, strength: int) -> list[Case]:
    """Type 7: the figures of another unit's programme of the same kind, at its weakest changed by up to 1 %."""
    book, cases = places.book, []
    for p, t in places.programmes():
        others = np.flatnonzero((book.world.sector_of == book.world.sector_of[p]) & book.world.exists[book.world.unit_of, t])
        others = others[others != p]
        if not len(others):
            continue
        slots, right = (WHOLE if strength == 3 else BLOCK), float(book.actual[p, MAIN, t])
        source = int(places.rng.choice(others))
        values = book.actual[source, slots, t].copy()
        if strength == 1:
            values = np.where(values > 100, np.round(values * places.rng.uniform(0.99, 1.01, len(values))), values)
        book.actual[p, slots, t] = values
        case = _programme(places, (7, "perturbed" if strength == 1 else "block", strength), p, t, right)
        cases.append(replace(case, counterpart=source))
    return cases


def money_unspent(places: Places, strength: int) -> list[Case]:
    """Type 16: everything is done, but the money lies there; the unit cost is stated as if it had been paid."""
    book, cases = places.book, []
    for p, t in places.programmes():
        cost = book.actual[p, COST, t]
        rate = places.rng.uniform(*UNSPENT[strength])
        book.executed[p, t] = np.round(book.adjusted[p, t] * rate, 2)
        for slot in (*COUNTS, *SHARES):
            book.actual[p, slot, t] = max(book.actual[p, slot, t], book.target[p, slot, t])
        book.actual[p, EXECUTION, t] = np.round(100 * book.executed[p, t] / book.adjusted[p, t], 2)
        book.actual[p, COST, t] = cost
        cases.append(_programme(places, (16, "", strength), p, t, float("nan"), rate))
    return cases


def output_missing(places: Places, strength: int) -> list[Case]:
    """Type 17: the money is gone and most of the output is not there."""
    book, cases = places.book, []
    for p, t in places.programmes():
        rate, right = places.rng.uniform(*MISSING[strength]), float(book.actual[p, MAIN, t])
        book.executed[p, t] = np.round(book.adjusted[p, t] * places.rng.uniform(0.96, 1.0), 2)
        for slot in COUNTS:
            factor = places.rng.uniform(0.9, 1.1)
            book.actual[p, slot, t] = max(1, np.floor(book.target[p, slot, t] * min(rate * factor, 0.59)))
        book.actual[p, EXECUTION, t] = np.round(100 * book.executed[p, t] / book.adjusted[p, t], 2)
        book.actual[p, COST, t] = np.round(book.executed[p, t] * 10000 / book.actual[p, MAIN, t], 2)
        book.register[p, list(COUNTS), t] = np.where(np.isnan(book.register[p, list(COUNTS), t]), np.nan, book.actual[p, list(COUNTS), t])
        cases.append(_programme(places, (17, "", strength), p, t, right, rate))
    return cases


def broad_inflation(places: Places, strength: int) -> list[Case]:
    """Type 2: a unit inflates a quarter, a half or all of its figures by 8 to 20 %, or all of them by 3 to 8 %."""
    variants = [("8-20", (0.08, 0.20))] + ([("3-8", (0.03, 0.08))] if strength == 3 else [])
    cases, book = [], places.book
    for variant, span in variants:
        for unit in places.units(reporters_per_cell(places)):
            rows = [(p, s) for p in (2 * unit, 2 * unit + 1) for s in (*COUNTS, COVERAGE) if book.present[p, s, -1]]
            chosen = places.rng.permutation(len(rows))[: int(np.ceil(SHARE_OF_ROWS[strength] * len(rows)))]
            for index in chosen:
                p, s = rows[index]
                raised = book.actual[p, s, -1] * (1 + places.rng.uniform(*span))
                book.actual[p, s, -1] = np.round(min(raised, 99.9), 2) if s == COVERAGE else np.round(raised)
            cases.append(_unit(places, (2, variant, strength), unit))
    return cases


def one_sided_revisions(places: Places, strength: int) -> list[Case]:
    """Type 20: first versions were lower; nearly every revision improves the figure."""
    cases, book = [], places.book
    for unit in places.units(reporters_per_cell(places)):
        for p in (2 * unit, 2 * unit + 1):
            for t in range(max(0, book.world.profile.years - 3), book.world.profile.years):
                for s in (MAIN, SECOND, BENEFIT, QUALITY, COVERAGE):
                    if book.present[p, s, t] and places.rng.random() < REVISED[strength]:
                        early = book.actual[p, s, t] * (1 - places.rng.uniform(0.03, 0.10))
                        book.early[p, s, t] = float(np.round(early, 1 if s in SHARES else 0))
        cases.append(_unit(places, (20, "", strength), unit))
    return cases


def heaping(places: Places, strength: int) -> list[Case]:
    """Type 22: invented counts end in round numbers, in all years."""
    cases, book = [], places.book
    for unit in places.units(reporters_per_cell(places)):
        for p in (2 * unit, 2 * unit + 1):
            values = book.actual[p, list(COUNTS)]
            step = np.where(values >= 500, 100, np.where(values >= 100, 50, 10))
            heaped = places.rng.random(values.shape) < HEAPED[strength]
            book.actual[p, list(COUNTS)] = np.where(heaped, np.maximum(step, np.round(values / step) * step), values)
        cases.append(_unit(places, (22, "", strength), unit))
    return cases


def reporters_per_cell(places: Places) -> int:
    """About 2 % of the units for each strength of a reporter's fault at a prevalence of 5 %."""
    return int(np.ceil(places.per_cell / 2.5)) if places.per_cell else 0


def _programme(places: Places, what: tuple[int, str, int], p: int, t: int, right: float, size: float = float("nan")) -> Case:
    kind, variant, strength = what
    book = places.book
    wrong = float(book.actual[p, MAIN, t])
    unit = int(book.world.unit_of[p])
    return Case(kind, variant, strength, "programme", unit, p, MAIN, t, size=size, wrong=wrong, right=wrong if np.isnan(right) else right)


def _unit(places: Places, what: tuple[int, str, int], unit: int) -> Case:
    kind, variant, strength = what
    return Case(kind, variant, strength, "unit", unit, -1, -1, places.book.world.profile.years - 1)


GROUPS = (broad_inflation, one_sided_revisions, heaping, money_unspent, output_missing, copied_from_another, copied_from_last_year)
