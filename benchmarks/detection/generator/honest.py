"""Honest hard cases: what looks odd and is true. Each is a change of the true world (money and registers follow by themselves), or of a
target or a first version. None of them may be called exaggeration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.detection.generator.book import Book
from benchmarks.detection.generator.world import World
from benchmarks.detection.words import BENEFIT, COST, COVERAGE, MAIN, SECOND, WIDER

QUANTITIES = (MAIN, SECOND, BENEFIT, WIDER, COST)


@dataclass(frozen=True)
class HardCase:
    """Rows of one programme in one year that are honest and odd."""

    family: str
    programme: int
    year: int
    slots: tuple[int, ...]
    note: str = ""


def _improve(rng: np.random.Generator, world: World, programme: int, year: int) -> None:
    world.output[programme, year:] *= rng.uniform(1.3, 1.8)
    world.rates[programme, COVERAGE, year:] = np.minimum(99, world.rates[programme, COVERAGE, year:] + rng.uniform(3, 10))
    world.capacity[programme, year:] *= 2


def _facility(rng: np.random.Generator, world: World, programme: int, year: int) -> None:
    world.output[programme, year:] *= rng.uniform(1.6, 2.5)
    world.capacity[programme, year:] *= 3


def _disaster(rng: np.random.Generator, world: World, programme: int, year: int) -> None:
    world.output[programme, year - 1] *= rng.uniform(0.4, 0.6)


def _earmarked(rng: np.random.Generator, world: World, programme: int, year: int) -> None:
    world.output[programme, year] *= rng.uniform(1.6, 2.2)
    world.capacity[programme, year] *= 2.5


def _definition(rng: np.random.Generator, world: World, programme: int, year: int) -> None:
    world.scale[programme, [SECOND, BENEFIT], year:] *= rng.choice([0.65, 1.4, 1.6])


def _saving(rng: np.random.Generator, world: World, programme: int, year: int) -> None:
    factor = rng.uniform(0.3, 0.55)
    world.unit_cost[programme, year] *= factor
    world.execution[programme, year] *= factor


def _prepaid(rng: np.random.Generator, world: World, programme: int, year: int) -> None:
    left = rng.uniform(0.1, 0.35)
    world.follows_money[programme, year - 1] = 2 - left
    world.follows_money[programme, year] = left
    world.execution[programme, year] *= left


# family -> event, slots it makes odd, sentence of the reporter
EVENTS: dict[str, tuple[Callable[[np.random.Generator, World, int, int], None], tuple[int, ...], str]] = {
    "new_facility": (_facility, QUANTITIES, "新建设施于年初投入使用，服务能力扩大，投资与运行经费同步增加"),
    "disaster_rebound": (_disaster, QUANTITIES, "上年受特大洪涝灾害影响业务量下降，本年恢复正常"),
    "earmarked_transfer": (_earmarked, QUANTITIES, "上级一次性专项补助到位，当年任务量相应增加"),
    "definition_change": (_definition, (SECOND, BENEFIT, WIDER), "统计口径自本年起按统办函〔2023〕15号调整，与上年不可比"),
    "genuine_saving": (_saving, (*QUANTITIES, 0), "通过公开招标节约资金，中标单价低于预算单价，任务全部完成，结余已交回财政"),
    "prepaid_contract": (_prepaid, (*QUANTITIES, 0), "合同款已于上年预付，本年只支付尾款，任务按合同全部完成"),
}
PER_SEED = {**dict.fromkeys(EVENTS, 12), "earmarked_transfer": 13, "definition_change": 22, "legal_minimum": 22, "honest_correction": 22}
UNITS_PER_SEED = {"broad_improvement": 6, "merger": 6}


def true_events(rng: np.random.Generator, world: World) -> list[HardCase]:
    """Change the world; nothing is reported yet."""
    cases: list[HardCase] = []
    share = world.profile.hard_share * world.profile.n_units / 232
    free = rng.permutation(world.profile.n_units)
    improving, free = _take(free, UNITS_PER_SEED["broad_improvement"] * share)
    merging, free = _take(free, UNITS_PER_SEED["merger"] * share * 2)
    for unit in improving:
        cases += _whole_unit(rng, world, unit)
    for into, gone in zip(merging[::2], merging[1::2], strict=False):
        cases += _merge(world, into, gone)
    for family, (event, slots, note) in EVENTS.items():
        chosen, free = _take(free, PER_SEED[family] * share)
        for unit in chosen:
            programme, year = 2 * unit + int(rng.integers(0, 2)), _year(rng, world)
            event(rng, world, programme, year)
            years = (year - 1, year) if family == "disaster_rebound" else (year,)
            cases += [HardCase(family, programme, y, slots, note) for y in years]
    return cases


def _take(free: np.ndarray, number: float) -> tuple[list[int], np.ndarray]:
    count = int(round(number))
    return [int(unit) for unit in free[:count]], free[count:]


def _year(rng: np.random.Generator, world: World) -> int:
    """Mostly the last year, else an earlier judged one; never the first of all."""
    first = max(1, world.profile.first_judged)
    return world.profile.years - 1 if rng.random() < 0.6 else int(rng.integers(first, world.profile.years))


def _whole_unit(rng: np.random.Generator, world: World, unit: int) -> list[HardCase]:
    year = world.profile.years - 1
    for programme in (2 * unit, 2 * unit + 1):
        _improve(rng, world, programme, year)
    return [HardCase("broad_improvement", p, year, (*QUANTITIES, COVERAGE), "") for p in (2 * unit, 2 * unit + 1)]


def _merge(world: World, into: int, gone: int) -> list[HardCase]:
    """One unit takes over the other's territory in the last year; the other reports no more."""
    year = world.profile.years - 1
    factor = 1 + np.exp(world.size[gone] - world.size[into])
    world.exists[gone, year] = False
    for programme in (2 * into, 2 * into + 1):
        world.output[programme, year] *= factor
        world.population[programme, year] *= factor
        world.capacity[programme, year] *= factor
    note = f"{world.unit_names[gone]}自本年起并入本单位，数据含原辖区"
    return [HardCase("merger", p, year, QUANTITIES, note) for p in (2 * into, 2 * into + 1)]


def reported_cases(rng: np.random.Generator, book: Book, taken: set[tuple[int, int]]) -> list[HardCase]:
    """Legal minimum targets, targets equal by law, corrections of a first version: odd in the report, not in the world."""
    world = book.world
    share = world.profile.hard_share * world.profile.n_units / 232
    cases: list[HardCase] = []
    programmes = [p for p in rng.permutation(world.n_programmes) if world.exists[world.unit_of[p]].all()]
    for index, programme in enumerate(programmes[: int(round(2 * PER_SEED["legal_minimum"] * share))]):
        year, legal = _year(rng, world), index % 2 == 0
        if (programme, year) in taken:
            continue
        if legal:
            cases.append(_legal_minimum(rng, book, programme, year))
        else:
            cases.append(_correction(rng, book, programme, year))
    return cases + _equal_by_law(book, taken)


def _legal_minimum(rng: np.random.Generator, book: Book, programme: int, year: int) -> HardCase:
    for slot in (MAIN, SECOND, BENEFIT):
        easy = np.round(book.actual[programme, slot, year] * rng.uniform(0.5, 0.7), -1)
        book.target[programme, slot, year] = book.approved[programme, slot, year] = max(10, easy)
    return HardCase("legal_minimum", programme, year, (MAIN, SECOND, BENEFIT), "指标值为《条例》第十二条规定的法定最低标准")


def _correction(rng: np.random.Generator, book: Book, programme: int, year: int) -> HardCase:
    slots = (MAIN, SECOND, BENEFIT)
    for slot in slots:
        book.early[programme, slot, year] = float(np.round(book.actual[programme, slot, year] * rng.choice([10, 1.3, 1.6])))
    return HardCase("honest_correction", programme, year, slots, "初稿填报有误，经核对更正")


def _equal_by_law(book: Book, taken: set[tuple[int, int]]) -> list[HardCase]:
    """In the last year all programmes of two sectors get the same coverage target."""
    year = book.world.profile.years - 1
    cases = []
    for programme in np.flatnonzero(np.isin(book.world.sector_of, (0, 5))):
        if (int(programme), year) not in taken:
            book.target[programme, COVERAGE, year] = book.approved[programme, COVERAGE, year] = 70
            cases.append(HardCase("equal_by_law", int(programme), year, (COVERAGE,), "指标值按省统一规定执行"))
    return cases


def note_and_reserve(book: Book, cases: list[HardCase]) -> None:
    """The reporter's sentence stands at each odd row, and no fault is planted there."""
    for case in cases:
        book.free[case.programme, :, case.year] = False
        for slot in case.slots:
            if case.note:
                book.notes[case.programme, slot, case.year] = case.note
