"""Rates with their uncertainty, from two lists of strengths: those of cases and those of clean rows. Nothing here knows where they come from."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Z95 = 1.959963984540054
ALARMS = (1, 5, 10)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a share."""
    if n == 0:
        return math.nan, math.nan
    share, z2 = hits / n, Z95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def threshold(clean: ArrayLike, per_thousand: float) -> float:
    """The lowest strength at which no more than so many of 1000 clean rows are flagged; a row without any strength is never flagged."""
    values = np.sort(np.asarray(clean, dtype=float))[::-1]
    allowed = int(math.floor(per_thousand * len(values) / 1000))
    if allowed >= len(values) or values[allowed] <= 0:
        return float(np.nextafter(0, 1))
    return float(np.nextafter(values[allowed], np.inf))


def recall(cases: ArrayLike, at: float) -> tuple[int, int]:
    values = np.asarray(cases, dtype=float)
    return int((values >= at).sum()), len(values)


def recall_table(cases: pd.DataFrame, clean: ArrayLike, by: list[str]) -> pd.DataFrame:
    """Per group: number of cases, recall at each rate of false alarms, Wilson interval at the middle one."""
    limits = {rate: threshold(clean, rate) for rate in ALARMS}
    found = []
    for key, group in cases.groupby(by, sort=True):
        shares = {f"recall_at_{rate}": recall(group.found, at)[0] / len(group) for rate, at in limits.items()}
        low, high = wilson(recall(group.found, limits[5])[0], len(group))
        found.append({**dict(zip(by, key, strict=True)), "n": len(group), **shares, "low": low, "high": high})
    return pd.DataFrame(found)


def average_precision(cases: ArrayLike, clean: ArrayLike) -> float:
    """Area under the precision-recall curve by steps; rows of equal strength come together, rows without strength come last."""
    positive, negative = np.asarray(cases, dtype=float), np.asarray(clean, dtype=float)
    if not len(positive):
        return math.nan
    levels = np.unique(np.concatenate([positive, negative]))[::-1]
    hits = len(positive) - np.searchsorted(np.sort(positive), levels, side="left")
    alarms = len(negative) - np.searchsorted(np.sort(negative), levels, side="left")
    gain = np.diff(hits / len(positive), prepend=0.0)
    return float((gain * hits / np.maximum(hits + alarms, 1)).sum())


def precision_at(cases: ArrayLike, clean: ArrayLike, k: int) -> float:
    """Share of cases among the k strongest; where rows tie at the border, their mean counts; fewer than k flagged rows count as they are."""
    positive, negative = np.asarray(cases, dtype=float), np.asarray(clean, dtype=float)
    frame = pd.DataFrame({"strength": np.concatenate([positive, negative]), "hit": np.r_[np.ones(len(positive)), np.zeros(len(negative))]})
    flagged = frame[frame.strength > 0]
    groups = flagged.groupby("strength").hit.agg(["sum", "count"]).sort_index(ascending=False)
    taken, hits = 0.0, 0.0
    for total, count in groups.itertuples(index=False):
        share = min(1.0, (k - taken) / count)
        taken, hits = taken + share * count, hits + share * total
        if taken >= k:
            break
    return hits / taken if taken else math.nan


def auc(cases: ArrayLike, clean: ArrayLike) -> float:
    """Chance that a case ranks above a clean one; ties count half."""
    positive, negative = np.asarray(cases, dtype=float), np.asarray(clean, dtype=float)
    if not len(positive) or not len(negative):
        return math.nan
    ranks = pd.Series(np.concatenate([positive, negative])).rank().to_numpy()
    return float((ranks[: len(positive)].sum() - len(positive) * (len(positive) + 1) / 2) / (len(positive) * len(negative)))


def calibration_error(stated: ArrayLike, happened: ArrayLike, bins: int = 10) -> float:
    """Mean distance between what was said to be likely and how often it happened, weighted by the number in each bin."""
    said, came = np.asarray(stated, dtype=float), np.asarray(happened, dtype=float)
    if not len(said):
        return math.nan
    place: NDArray[np.int64] = np.minimum((said * bins).astype(np.int64), bins - 1)
    frame = pd.DataFrame({"bin": place, "said": said, "came": came}).groupby("bin").agg(said=("said", "mean"), came=("came", "mean"), n=("said", "size"))
    return float(((frame.said - frame.came).abs() * frame.n).sum() / frame.n.sum())
