"""What could be foreseen of a year before it began: from the years before it, and from the money that was granted for it.

What belongs here: expectations that use nothing of the year itself but its adopted budget. What does not: how likely a target is met.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.detectors.panel import MEMORY, Codes, Matrix

# What is assumed counts as much as this many years whose outcome is known.
PRIOR_OUTCOMES = 30


def carried_on(values: Matrix, trend: Matrix) -> tuple[Matrix, Matrix]:
    """For every cell what its series comes to if it goes on as before, and from how many years that is known.

    Its own level, and the common growth of its peers, which goes on as it was on average.
    """
    level, known = _from_the_past(values - trend)
    years = np.arange(values.shape[1])
    reached = np.roll(trend, 1, axis=1)
    slope = np.where(years > 1, reached / np.maximum(years - 1, 1), 0.0)
    return level + reached + slope, known


def _from_the_past(levels: Matrix) -> tuple[Matrix, Matrix]:
    """For every cell what the years before it let expect, drawn from the last one towards the mean of all, and how many there are."""
    expected, known = np.full(levels.shape, np.nan), np.zeros(levels.shape)
    for year in range(1, levels.shape[1]):
        before = levels[:, :year]
        is_known = np.isfinite(before)
        known[:, year] = is_known.sum(axis=1)
        newest = year - 1 - is_known[:, ::-1].argmax(axis=1)
        mean = np.where(is_known, before, 0.0).sum(axis=1) / np.maximum(known[:, year], 1)
        drawn = MEMORY * before[np.arange(len(before)), newest] + (1 - MEMORY) * mean
        expected[:, year] = np.where(known[:, year] > 0, drawn, np.nan)
    return expected, known


def moved_by_money(missed: Matrix, surprise: Matrix, peer: Codes, kind: Codes) -> list[tuple[Matrix, Matrix]]:
    """What the money did that nobody foresaw, in two parts, each after how much of it figures followed in the years before (`_response`).

    One part is what all of a peer group were granted, the other what a programme was granted beyond its peers. When all budgets rise, prices may be why,
    and no more is done; who is granted more than others is meant to do more. So the two are learned apart.
    """
    if not np.isfinite(surprise).any():
        return []
    of_peer = np.zeros(int(peer.max(initial=-1)) + 1, dtype=np.int64)
    of_peer[peer] = kind
    common = [pd.DataFrame(of).groupby(peer).median().to_numpy() for of in (missed, surprise)]
    alone = [of - medians[peer] for of, medians in zip((missed, surprise), common, strict=True)]
    shared = np.where(np.isfinite(surprise), common[1][peer], 0.0)
    return [
        (_response(alone[0], alone[1], peer, kind), np.nan_to_num(alone[1])),
        (_response(common[0], common[1], of_peer, of_peer)[peer], np.nan_to_num(shared)),
    ]


def _response(missed: Matrix, surprise: Matrix, peer: Codes, kind: Codes) -> Matrix:
    """By series and year, how much of a surprise in the money figures of this sort followed in the years before.

    What forecasts missed (`missed`) against what the money did that nobody foresaw (`surprise`), as a slope of least absolute deviations: one wrong figure
    does not turn it. That of the peer group is drawn towards that of all of its kind, and that towards nought: where figures never followed the money,
    money tells nothing.
    """
    series, year = np.nonzero(np.isfinite(missed) & np.isfinite(surprise) & (surprise != 0))
    size, ratio = np.abs(surprise[series, year]), missed[series, year] / surprise[series, year]
    orders = [np.lexsort((ratio, of[series])) for of in (peer, kind)]
    found = np.zeros(missed.shape)
    for now in range(2, missed.shape[1]):
        before = year < now
        if not before.any():
            continue
        # A leap of the money has no more say than three common ones.
        weight = np.minimum(size, 3 * np.median(size[before]))
        slopes = []
        for order, of in zip(orders, (peer, kind), strict=True):
            used = order[before[order]]
            slopes.append(_medians(ratio[used], weight[used], of[series[used]], int(of.max()) + 1))
        (own, n_own), (all_alike, n_alike) = slopes
        common = n_alike * all_alike / (n_alike + PRIOR_OUTCOMES)
        found[:, now] = (n_own[peer] * own[peer] + PRIOR_OUTCOMES * common[kind]) / (n_own[peer] + PRIOR_OUTCOMES)
    return found


def _medians(values: Matrix, weight: Matrix, group: Codes, n_groups: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Weighted median of each group, and how many values it has; `values` are sorted by group and size. Nought where there is none."""
    number = np.bincount(group, minlength=n_groups)
    reached = np.cumsum(weight)
    of_group = np.bincount(group, weights=weight, minlength=n_groups)
    middle = np.cumsum(of_group) - of_group / 2
    place = np.minimum(np.searchsorted(reached, middle), len(values) - 1)
    return np.where(number > 0, values[place], 0.0), number.astype(np.float64)
