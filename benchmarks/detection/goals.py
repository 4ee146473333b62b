"""The goals that were set for the rule book, and what was measured. A goal that is missed is shown like any other."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from benchmarks.detection.scorer.metrics import average_precision, calibration_error, recall, threshold, wilson
from benchmarks.detection.scorer.special import reporter_table
from benchmarks.detection.seed_result import OWN

CONTRADICTIONS = (4, 10, 11, 12, 13, 14)
REPORTER_TYPES = (2, 20, 22)
FAMILY_LIMIT, IMPROVER_LIMIT = 0.01, 0.03


@dataclass(frozen=True)
class Pool:
    """All seeds of a run, put together."""

    cases: pd.DataFrame
    clean: pd.DataFrame
    rules: pd.DataFrame
    accusations: pd.DataFrame
    slips: pd.DataFrame
    chances: pd.DataFrame
    reporters: pd.DataFrame


@dataclass(frozen=True)
class Goal:
    """One line of the table. `measured` is NaN where nothing was planted or published to measure."""

    words: str
    wanted: float
    measured: float
    low: float = math.nan
    high: float = math.nan
    at_most: bool = False

    @property
    def verdict(self) -> str:
        if math.isnan(self.measured):
            return "not measured"
        return "met" if (self.measured <= self.wanted if self.at_most else self.measured >= self.wanted) else "missed"


def row_cases(pool: Pool) -> pd.DataFrame:
    """Cases seen in rows; those of whole reporters have numbers of their own."""
    return pool.cases[~pool.cases.type.isin(REPORTER_TYPES)]


def mean_recall(pool: Pool, method: str, per_thousand: float) -> float:
    """Mean over the types of fault, each counting the same."""
    at = threshold(pool.clean[method], per_thousand)
    cases = row_cases(pool)
    return float((cases[method] >= at).groupby(cases.type).mean().mean())


def goals(pool: Pool, baselines: list[str]) -> list[Goal]:
    cases = pool.cases
    trail = cases[cases.type.isin(CONTRADICTIONS) & (cases.variant != "no_trail")]
    slips, switch, inflated = cases[cases.type == 8], cases[cases.type == 9], cases[cases.type == 1]
    medium, second = inflated[inflated.strength == 2], inflated.variant == "second_source"
    own, best = mean_recall(pool, OWN, 5), max(mean_recall(pool, name, 5) for name in baselines)
    alone = switch.variant == "indicator_alone"
    return [
        _found(pool, "contradictions (types 4 with its trail, 10 to 14), at 0.5 per 1000", 0.99, trail, 0.5),
        _found(pool, "unit slips, at 0.5 per 1000", 0.99, slips, 0.5),
        _share("unit slips with the right value proposed", 0.98, pool.slips.is_right),
        _found(pool, "caliber switch, both calibers stored, at 5 per 1000", 0.95, switch[~alone], 5),
        _found(pool, "caliber switch, other caliber unknown, at 5 per 1000", 0.60, switch[alone], 5),
        _found(pool, "inflation 50 to 150 %, at 5 per 1000", 0.97, inflated[inflated.strength == 3], 5),
        _found(pool, "inflation 20 to 50 %, second source, at 5 per 1000", 0.85, medium[second[medium.index]], 5),
        _found(pool, "inflation 20 to 50 %, no second source, at 5 per 1000", 0.50, medium[~second[medium.index]], 5),
        _reporters(pool),
        Goal("mean recall over the types, at 5 per 1000", 0.80, own),
        Goal("area under precision and recall", 0.88, average_precision(row_cases(pool)[OWN], pool.clean[OWN])),
        Goal("mean recall over that of the best baseline", 3.0, own / best if best else math.nan),
        *_accused(pool),
        *_calibration(pool),
    ]


def _found(pool: Pool, words: str, wanted: float, cases: pd.DataFrame, per_thousand: float) -> Goal:
    hits, n = recall(cases[OWN], threshold(pool.clean[OWN], per_thousand))
    return Goal(f"{words} (n = {n})", wanted, hits / n if n else math.nan, *wilson(hits, n))


def _share(words: str, wanted: float, flags: pd.Series) -> Goal:
    return Goal(f"{words} (n = {len(flags)})", wanted, float(flags.mean()) if len(flags) else math.nan, *wilson(int(flags.sum()), len(flags)))


def _reporters(pool: Pool) -> Goal:
    """Strengths 2 and 3 inflate half or all of the figures of a unit."""
    table = reporter_table(pool.reporters)
    table = table[(table.type == 2) & (table.variant == "8-20") & (table.strength >= 2)]
    n = int(table.n.sum())
    hits = int(round((table.recall_at_5_percent * table.n).sum()))
    words = f"reporter inflating at least half of its figures by 8 to 20 %, at 5 % of clean reporters (n = {n})"
    return Goal(words, 0.90, hits / n if n else math.nan, *wilson(hits, n))


def _accused(pool: Pool) -> list[Goal]:
    shares = pool.accusations.groupby("family").rules.agg(lambda rules: rules.notna().mean())
    others = shares.drop("broad_improvement", errors="ignore")
    return [
        Goal("honest hard rows accused, worst family", FAMILY_LIMIT, float(others.max()), at_most=True),
        Goal("honest improvers accused", IMPROVER_LIMIT, float(shares.get("broad_improvement", math.nan)), at_most=True),
    ]


def _calibration(pool: Pool) -> list[Goal]:
    """By the number of years that were known when the target was set, where the release says it."""
    said = pool.chances
    few, many = said[said.years == 2], said[(said.years >= 3) | said.years.isna()]
    return [
        Goal(f"calibration error of P(meet), two years known (n = {len(few)})", 0.05, calibration_error(few.said, few.met), at_most=True),
        Goal(f"calibration error of P(meet), three years or more (n = {len(many)})", 0.03, calibration_error(many.said, many.met), at_most=True),
    ]
