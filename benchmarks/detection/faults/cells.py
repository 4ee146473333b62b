"""Faults of single figures: inflation, fabricated attainment, moved and easy targets, copies, unit slips, calibers, shares."""

from __future__ import annotations

import numpy as np

from benchmarks.detection.faults.places import Case, Places
from benchmarks.detection.generator.book import true_counts
from benchmarks.detection.words import BENEFIT, COST, COVERAGE, MAIN, SATISFACTION, SECOND, SECTORS, WIDER

INFLATION = {1: (0.08, 0.20), 2: (0.20, 0.50), 3: (0.50, 1.50)}
SHORTFALL = {1: (0.90, 0.97), 2: (0.75, 0.90), 3: (0.50, 0.75)}
LOWERED = {1: (0.03, 0.10), 2: (0.10, 0.30), 3: (0.30, 0.60)}
EASY = {1: (0.80, 0.90), 2: (0.65, 0.80), 3: (0.50, 0.65)}
SLIP = {1: (-1, 1), 2: (-3, -2, 2, 3), 3: (-4, 4)}
RATIO = {1: (1.0, 1.05), 2: (1.05, 1.3), 3: (1.3, 9.0)}
SHRINK = {1: (0.10, 0.20), 2: (0.20, 0.35), 3: (0.35, 0.60)}
OUTPUTS = (MAIN, SECOND, BENEFIT)


def inflation(places: Places, strength: int) -> list[Case]:
    """Type 1: more is claimed than was achieved."""
    cases = []
    for p, s, t in places.rows(OUTPUTS):
        factor = 1 + places.rng.uniform(*INFLATION[strength])
        variant = "alone" if np.isnan(places.book.register[p, s, t]) else "second_source"
        cases.append(_claim(places, (1, variant, strength), (p, s, t), np.round(places.book.actual[p, s, t] * factor)))
    return cases


def fabricated(places: Places, strength: int) -> list[Case]:
    """Type 3: a missed target is reported as just met."""
    cases, book = [], places.book
    for p, s, t in places.rows(OUTPUTS):
        target, before = book.target[p, s, t], book.actual[p, s, t]
        true = np.round(target * places.rng.uniform(*SHORTFALL[strength]))
        book.register[p, s, t] = np.round(book.register[p, s, t] * true / before)
        book.actual[p, s, t] = true
        variant = "alone" if np.isnan(book.register[p, s, t]) else "second_source"
        cases.append(_claim(places, (3, variant, strength), (p, s, t), np.ceil(target * places.rng.uniform(1.0, 1.02))))
    return cases


def moved_target(places: Places, strength: int) -> list[Case]:
    """Type 4: the evaluation quotes a lower target than the approved one; a quarter of the approved ones is not published."""
    cases, book = [], places.book
    for number, (p, s, t) in enumerate(places.rows(OUTPUTS)):
        right = book.approved[p, s, t]
        book.target[p, s, t] = max(1, np.floor(right * (1 - places.rng.uniform(*LOWERED[strength]))))
        trail = number % 4 > 0
        if not trail:
            book.no_trail.add((p, s, t))
        variant = "with_trail" if trail else "no_trail"
        cases.append(_case(places, (4, variant, strength), (p, s, t), "target", book.target[p, s, t], right))
    return cases


def easy_target(places: Places, strength: int) -> list[Case]:
    """Type 5: a target that is met without effort, approved as it is."""
    cases, book = [], places.book
    for p, s, t in places.rows(OUTPUTS):
        right = book.target[p, s, t]
        forecast = book.actual[p, s, t - 1]
        book.target[p, s, t] = book.approved[p, s, t] = max(1, np.floor(forecast * places.rng.uniform(*EASY[strength])))
        cases.append(_case(places, (5, "", strength), (p, s, t), "target", book.target[p, s, t], right))
    return cases


def copied_cell(places: Places, strength: int) -> list[Case]:
    """Type 6 at its weakest: last year's figure once more."""
    book = places.book
    changed = np.concatenate([np.zeros_like(book.actual[:, :, :1], dtype=bool), book.actual[:, :, 1:] != book.actual[:, :, :-1]], axis=2)
    rows = places.rows((MAIN, SECOND, BENEFIT, COVERAGE, COST), where=changed)
    return [_claim(places, (6, "cell", strength), (p, s, t), book.actual[p, s, t - 1]) for p, s, t in rows]


def unit_slip(places: Places, strength: int) -> list[Case]:
    """Type 8: the figure is in another unit, 10^k."""
    cases, book = [], places.book
    for p, s, t in places.rows((*OUTPUTS, COST)):
        k = int(places.rng.choice(SLIP[strength]))
        wrong = float(f"{book.actual[p, s, t] * 10.0**k:.6g}")
        cases.append(_claim(places, (8, f"10^{k}", strength), (p, s, t), wrong))
    return cases


def caliber_of_indicator(places: Places, strength: int) -> list[Case]:
    """Type 9 in an indicator: the whole area's figure stands for the own level's, with and without the other one printed."""
    book, world = places.book, places.book.world
    ratio = world.ratio[world.unit_of]
    within = (ratio >= RATIO[strength][0]) & (ratio < RATIO[strength][1])
    wider = np.array([SECTORS[s].has_wider for s in world.sector_of])
    counts, cases = true_counts(world), []
    for variant, sectors in (("indicator_both", wider), ("indicator_alone", ~wider)):
        where = np.broadcast_to((within & sectors)[:, None, None], book.free.shape)
        for p, s, t in places.rows((BENEFIT,), -(-places.per_cell // 3), where):
            wrong = book.actual[p, WIDER, t] if variant == "indicator_both" else np.round(counts[p, WIDER, t])
            cases.append(_claim(places, (9, variant, strength), (p, s, t), wrong))
    return cases


def satisfaction(places: Places, strength: int) -> list[Case]:
    """Type 15: nearly everybody is satisfied, of hardly anybody asked."""
    cases, book = [], places.book
    for p, s, t in places.rows((SATISFACTION,)):
        asked = {1: 0, 2: int(places.rng.integers(15, 31)), 3: int(places.rng.integers(8, 13))}[strength]
        book.sample[p, t] = asked
        book.no_proof.add((p, s, t))
        claimed = 100.0 if strength == 3 else np.round(places.rng.uniform(98.6, 100), 1)
        cases.append(_claim(places, (15, "", strength), (p, s, t), claimed))
    return cases


def shrunk_denominator(places: Places, strength: int) -> list[Case]:
    """Type 21: the rate rises because fewer are counted as eligible."""
    cases, book = [], places.book
    low = np.broadcast_to((book.actual[:, COVERAGE] < 100 * (1 - SHRINK[strength][0]))[:, None, :], book.free.shape)
    for p, s, t in places.rows((COVERAGE,), where=low):
        shrink = places.rng.uniform(*SHRINK[strength])
        served = book.population[p, t] * book.actual[p, s, t] / 100
        book.population[p, t] = max(np.round(book.population[p, t] * (1 - shrink)), np.ceil(served / 0.999))
        cases.append(_claim(places, (21, "", strength), (p, s, t), np.round(100 * np.round(served) / book.population[p, t], 2)))
    return cases


def _claim(places: Places, what: tuple[int, str, int], row: tuple[int, int, int], wrong: float) -> Case:
    right = float(places.book.actual[row])
    places.book.actual[row] = wrong
    return _case(places, what, row, "actual", float(wrong), right)


def _case(places: Places, what: tuple[int, str, int], row: tuple[int, int, int], column: str, wrong: float, right: float) -> Case:
    kind, variant, strength = what
    programme, slot, year = row
    unit = int(places.book.world.unit_of[programme])
    size = wrong / right - 1 if right else float("nan")
    return Case(kind, variant, strength, "row", unit, programme, slot, year, column=column, size=size, wrong=float(wrong), right=float(right))


CELLS = (inflation, fabricated, moved_target, easy_target, unit_slip, caliber_of_indicator, satisfaction, shrunk_denominator)
