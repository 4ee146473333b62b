"""The common growth of those who report the same thing, as far as the others tell it.

What belongs here: how far a median of a few is to be trusted. What does not: what a series does beside it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.detectors.companions import median_of_others
from pipelines.detectors.panel import STILL, TO_SIGMA, Codes, Matrix

# Nothing grows or falls thirtyfold everywhere at once: the unit of a whole file is another then.
LEAP = np.log(30)
# Fewer others than FEW tell nothing of the growth of a year; of MANY one more or less makes no difference.
FEW, MANY = 3, 30


def peer_growth(values: Matrix, peer: Codes, in_hindsight: bool = True) -> Matrix:
    """Level of the common trend of each series by year: cumulated growth of its peers, zero in the first year.

    The median growth of the others. A figure that few others share would be its own yardstick, so there the others count as far as there are any, and in
    hindsight the growth that the group has in most years stands for the rest.
    """
    growth = np.diff(values, axis=1, prepend=np.nan)
    median, trusted = _growth_of_others(growth, peer)
    steps = trusted * np.where(np.abs(median) < LEAP, np.nan_to_num(median), 0.0)
    few = (trusted < 1).any(axis=1)
    if in_hindsight and few.any():
        steps[few] += (1 - trusted[few]) * _usual_growth(growth[few], peer[few])[:, None]
    steps[:, 0] = 0.0
    return np.cumsum(steps, axis=1)


def _growth_of_others(growth: Matrix, peer: Codes) -> tuple[Matrix, Matrix]:
    """Median growth of the other series of each peer group by year, and how far it is to be trusted; among many a single one makes no difference."""
    grouped = pd.DataFrame(growth).groupby(peer)
    medians, counts = grouped.median(), grouped.count().to_numpy()
    of_group = np.searchsorted(medians.index, peer)
    median = medians.to_numpy()[of_group]
    few = counts.max(axis=1)[of_group] <= MANY
    n_peers = counts[of_group]
    trusted = np.where(n_peers > MANY, 1.0, np.where(n_peers > FEW, n_peers / (n_peers + FEW - 1), 0.0))
    if few.any():
        n_years = growth.shape[1]
        cells = (of_group[few, None] * n_years + np.arange(n_years)).ravel()
        known = growth[few].ravel()
        without, n_others = (found.reshape(-1, n_years) for found in median_of_others(known, cells))
        far = pd.Series(np.abs(known - pd.Series(known).groupby(cells).transform("median")))
        spread = TO_SIGMA * far.groupby(cells).transform("median").to_numpy().reshape(-1, n_years)
        median[few], trusted[few] = without, _trust(without, spread, n_others)
    return median, trusted


def _trust(median: Matrix, spread: Matrix, number: Matrix) -> Matrix:
    """How far the median growth of a few is that of all: by their number, and by how far it stands out of how they differ."""
    return np.where(number >= FEW, _stands_out(median, spread, number) * number / (number + FEW - 1), 0.0)


def _stands_out(median: Matrix, spread: Matrix, number: npt.NDArray[np.generic]) -> Matrix:
    """Between nought and one, by how many standard errors a median is away from nought."""
    error = 1.2533 * np.maximum(np.nan_to_num(spread), STILL) / np.sqrt(np.maximum(number, 1))
    found: Matrix = np.nan_to_num(median**2 / (median**2 + error**2))
    return found


def _usual_growth(growth: Matrix, peer: Codes) -> Matrix:
    """Growth that a peer group has in most years, for each series; nought where fewer than four steps are known: two of them may belong to one wrong year."""
    frame = pd.DataFrame({"peer": np.repeat(peer, growth.shape[1]), "step": growth.ravel()})
    steps = frame.groupby("peer")["step"]
    usual, number = steps.median(), steps.count()
    spread = TO_SIGMA * (frame["step"] - steps.transform("median")).abs().groupby(frame["peer"]).median()
    trusted = np.where(number >= 4, _stands_out(usual.to_numpy(), spread.to_numpy(), number.to_numpy()), 0.0)
    found: Matrix = np.nan_to_num(usual.to_numpy() * trusted)
    return found[np.searchsorted(usual.index, peer)]
