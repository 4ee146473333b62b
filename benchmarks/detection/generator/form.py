"""The self-evaluation as it is filled in: every figure as printed text, scores by the official formula, explanations where they are due."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.detection.generator.book import Book
from benchmarks.detection.generator.world import region_code
from benchmarks.detection.settings import FIRST_YEAR
from benchmarks.detection.words import (
    ABOVE,
    BANDS,
    CAUSES,
    COST,
    COVERAGE,
    EXECUTION,
    LEVELS,
    MAIN,
    MISSED,
    PROOFS,
    QUALITATIVE,
    SATISFACTION,
    SECTORS,
    SHARES,
    WEIGHTS,
    WEIGHTS_TWO_CALIBERS,
    WORKS,
)  # fmt: skip


def form(rng: np.random.Generator, book: Book) -> pd.DataFrame:
    """One row an indicator report, in the order of the files; columns keep the figures beside their texts."""
    programme, slot, year = (axis.astype(np.int64) for axis in np.nonzero(book.present))
    order = np.lexsort((slot, programme, year))
    rows = pd.DataFrame({"programme": programme[order], "slot": slot[order], "year": year[order]})
    place = (rows.programme.to_numpy(), rows.slot.to_numpy(), rows.year.to_numpy())
    rows["actual"], rows["target"], rows["approved"] = book.actual[place], book.target[place], book.approved[place]
    rows["register"] = book.register[place]
    rows = _add_identity(rows, book)
    rows["weight"] = _weights(rows, book)
    rows["score"] = _scores(rows, book)
    rows = _add_texts(rows, book)
    rows["explanation"] = _explanations(rng, rows, book)
    rows["proof"] = _proofs(rng, rows, book)
    rows["review"] = _reviews(rng, rows)
    return rows.reset_index(drop=True)


def _add_identity(rows: pd.DataFrame, book: Book) -> pd.DataFrame:
    world = book.world
    unit = world.unit_of[rows.programme]
    sector = world.sector_of[rows.programme]
    names = [[_indicator(s, slot) for slot in range(11)] for s in range(len(SECTORS))]
    return rows.assign(
        unit=unit,
        region=[region_code(world, u) for u in unit],
        unit_code=[f"U{u:04d}" for u in unit],
        unit_name=[world.unit_names[u] for u in unit],
        programme_code=[f"P{p:05d}" for p in rows.programme],
        programme_name=[SECTORS[s].name for s in sector],
        indicator=[names[s][slot][0] for s, slot in zip(sector, rows.slot, strict=True)],
        measure=[names[s][slot][1] for s, slot in zip(sector, rows.slot, strict=True)],
        fiscal_year=rows.year + FIRST_YEAR,
    )


def _indicator(sector: int, slot: int) -> tuple[str, str]:
    """Name and unit of measure of one place of the form."""
    s = SECTORS[sector]
    own = "（本级）" if s.has_wider else ""
    pairs = [
        ("预算执行率", "%"),
        s.main,
        s.second[:2],
        (s.quality, "%"),
        (s.timely, "%"),
        (f"{s.main[0]}单位成本", f"元/{s.main[1]}"),
        (s.benefit[0] + own, s.benefit[1]),
        (s.coverage, "%"),
        (f"{s.name}长效机制建设情况", ""),
        ("服务对象满意度", "%"),
        (s.benefit[0] + "（全辖）", s.benefit[1]),
    ]
    return pairs[slot][0], pairs[slot][1]


def _weights(rows: pd.DataFrame, book: Book) -> np.ndarray:
    two = np.array([SECTORS[s].has_wider for s in book.world.sector_of])[rows.programme]
    return np.where(two, np.array(WEIGHTS_TWO_CALIBERS)[rows.slot], np.array(WEIGHTS)[rows.slot]).astype(float)


def _scores(rows: pd.DataFrame, book: Book) -> np.ndarray:
    """At least the target: all points, less: in proportion; a ceiling loses in proportion until twice the target."""
    target, actual, weight = rows.target.to_numpy(), rows.actual.to_numpy(), rows.weight.to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        higher = weight * np.minimum(1, actual / target)
        lower = weight * np.clip(1 - (actual - target) / target, 0, 1)
    shown = np.where(rows.slot == COST, lower, higher)
    qualitative = weight * book.points[rows.programme, rows.year]
    exact = book.executed[rows.programme, rows.year] / book.adjusted[rows.programme, rows.year]
    shown = np.where(rows.slot == QUALITATIVE, qualitative, np.where(rows.slot == EXECUTION, weight * np.minimum(1, exact), shown))
    return np.round(shown, 2)


def _add_texts(rows: pd.DataFrame, book: Book) -> pd.DataFrame:
    slot = rows.slot.to_numpy()
    share = np.isin(slot, [*SHARES, EXECUTION])
    norm = (rows.target == 100) & (slot != EXECUTION)
    target, actual, early = [], [], []
    for row, is_share, is_norm in zip(rows.itertuples(index=False), share, norm, strict=True):
        sign = "≤" if row.slot == COST else "=" if is_norm else "" if row.slot == EXECUTION else "≥"
        target.append("达成预期目标" if row.slot == QUALITATIVE else f"{sign}{figure(row.target)}{'%' if is_share else ''}")
        band = BANDS[book.band[row.programme, row.year]]
        actual.append(band if row.slot == QUALITATIVE else figure(row.actual, row.slot) + ("%" if is_share else ""))
        first = book.early.get((row.programme, row.slot, row.year))
        early.append(actual[-1] if first is None else figure(first, row.slot) + ("%" if is_share else ""))
    approved = [text if a == t or np.isnan(a) else text[0] + figure(a) for text, a, t in zip(target, rows.approved, rows.target, strict=True)]
    sample = np.where(slot == SATISFACTION, book.sample[rows.programme, rows.year], 0)
    capacity = np.where((slot == MAIN) & _with_capacity(rows, book), np.ceil(book.world.capacity[rows.programme, rows.year]), 0)
    population = np.where(slot == COVERAGE, book.population[rows.programme, rows.year], 0)
    return rows.assign(
        level_1=[LEVELS[s][0] for s in slot],
        level_2=[LEVELS[s][1] for s in slot],
        target_text=target,
        approved_text=approved,
        actual_text=actual,
        early_text=early,
        weight_text=[figure(w) for w in rows.weight],
        score_text=[figure(s) for s in rows.score],
        sample_text=_filled(sample),
        capacity_text=_filled(capacity),
        population_text=_filled(population),
        budget=book.adjusted[rows.programme, rows.year],
        executed=book.executed[rows.programme, rows.year],
        no_trail=[key in book.no_trail for key in zip(rows.programme, rows.slot, rows.year, strict=True)],
    )


def figure(value: float, slot: int | None = None) -> str:
    """A figure as printed: costs and coverages keep two decimals, others drop zeros; very small ones keep what they have."""
    if slot in (COST, COVERAGE, EXECUTION) and abs(value) >= 1:
        return f"{value:.2f}"
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _filled(values: np.ndarray) -> list[str]:
    return [f"{value:.0f}" if value > 0 else "" for value in values]


def _with_capacity(rows: pd.DataFrame, book: Book) -> np.ndarray:
    return np.array([SECTORS[s].has_capacity for s in book.world.sector_of])[rows.programme]


def _explanations(rng: np.random.Generator, rows: pd.DataFrame, book: Book) -> list[str]:
    """A reason where the target was missed or passed by 30 %, less than 90 % was spent, or the budget was changed; notes stand anywhere."""
    slot = rows.slot.to_numpy()
    missed = np.where(slot == COST, rows.actual > rows.target, rows.actual < rows.target - 1e-9)
    missed = np.where(slot == QUALITATIVE, book.band[rows.programme, rows.year] > 0, missed)
    above = ((slot != COST) & (rows.actual >= 1.3 * rows.target)).to_numpy()
    changed = (slot == EXECUTION) & (book.adopted[rows.programme, rows.year] != book.adjusted[rows.programme, rows.year])
    pick = rng.random((len(rows), 3))
    texts = []
    for n, key in enumerate(zip(rows.programme, rows.slot, rows.year, strict=True)):
        note = book.notes.get(key)  # type: ignore[call-overload]
        cause, work = CAUSES[int(pick[n, 0] * len(CAUSES))], WORKS[int(pick[n, 1] * len(WORKS))]
        pool = ABOVE if above[n] or (changed[n] and not missed[n]) else MISSED
        due = missed[n] or above[n] or changed[n]
        texts.append(note or (pool[int(pick[n, 2] * len(pool))].format(cause, work) if due else ""))
    return texts


def _proofs(rng: np.random.Generator, rows: pd.DataFrame, book: Book) -> list[str]:
    kind, number = rng.integers(0, len(PROOFS), len(rows)), rng.integers(1, 400, len(rows))
    keys = zip(rows.programme, rows.slot, rows.year, strict=True)
    return ["" if key in book.no_proof else f"附件{n}：{PROOFS[k]}" for key, k, n in zip(keys, kind, number, strict=True)]


def _reviews(rng: np.random.Generator, rows: pd.DataFrame) -> list[str]:
    """A tenth of the programmes is reviewed; honest reviews differ by a fifth of a point now and then."""
    key = rows.programme * 100 + rows.year
    reviewed = pd.Series(rng.random(int(key.max()) + 1) < 0.1)[key].to_numpy()
    deduction = np.where(rng.random(len(rows)) < 0.1, 0.2, 0.0)
    return [figure(max(0.0, s - d)) if r else "" for s, d, r in zip(rows.score, deduction, reviewed, strict=True)]


def programme_totals(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a programme and year: weights, scores and grade, for the total line."""
    grouped = rows.groupby(["year", "programme"], sort=True)
    totals = grouped.agg(weight=("weight", "sum"), score=("score", "sum")).round(2).reset_index()
    totals["grade"] = [grade(score) for score in totals.score]
    return totals


def grade(score: float) -> str:
    return "优" if score >= 90 else "良" if score >= 80 else "中" if score >= 60 else "差"
