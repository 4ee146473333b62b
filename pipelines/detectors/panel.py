"""Figures of many series as a table of series by year, and what can be said of a cell from all others. Leave-one-out throughout.

What belongs here: arranging and robust statistics over columns. What does not: what a deviation means.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Matrix = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
# Correlation from one year to the next of what is not explained by peers: between 0.4 and 0.8 in simulated and real series.
MEMORY = 0.6
# A prior of as many years as this stands behind the scale of a single series.
PRIOR_YEARS = 6
# The nearest of several years counts nearly as much as all others together, and never more.
LARGEST_SHARE = 0.95
# Median absolute deviation to standard deviation of a normal distribution.
TO_SIGMA = 1.4826
LEAST_SCALE = 0.01
# A peer group with fewer errors than this has no scale of its own.
ENOUGH = 12
# What differs by less on the logarithmic scale did not change.
STILL = 1e-9


@dataclass(frozen=True)
class Panel:
    """Where each row of a frame stands in a matrix of series (rows) by year (columns), and the peer group of each series."""

    row: Codes
    column: Codes
    peer: Codes
    shape: tuple[int, int]

    def matrix(self, values: npt.ArrayLike) -> Matrix:
        """The values of the rows at their places; NaN where no row is."""
        filled = np.full(self.shape, np.nan)
        filled[self.row, self.column] = np.asarray(values, dtype=float)
        return filled

    def rows(self, matrix: Matrix) -> Matrix:
        """The values of a matrix in the order of the rows."""
        return matrix[self.row, self.column]


def arrange(series: pd.Series, year: pd.Series, peer: pd.Series) -> Panel:
    """Rows by series and year; one row each, the first of those that share a place decides its peer group."""
    row, _ = pd.factorize(series)
    first = int(year.min()) if len(year) else 0
    column = (year - first).to_numpy(dtype=np.int64)
    peers, _ = pd.factorize(peer)
    of_series = np.zeros(row.max(initial=-1) + 1, dtype=np.int64)
    of_series[row[::-1]] = peers[::-1]
    # A group that speaks for no series is none: codes have no gaps, so that a table of groups can be read by code.
    of_series = np.unique(of_series, return_inverse=True)[1]
    return Panel(row.astype(np.int64), column, of_series, (len(of_series), int(column.max(initial=-1)) + 1))


def from_other_years(levels: Matrix) -> tuple[Matrix, Matrix]:
    """For every cell the level that the other years of its series let expect, nearer ones counting more, and how many there are.

    A weighted median, so that one wrong year does not make its neighbours look wrong.
    """
    n_years = levels.shape[1]
    expected = np.full(levels.shape, np.nan)
    known = np.zeros(levels.shape)
    for year in range(n_years):
        others = [k for k in range(n_years) if k != year]
        if not others:
            continue
        weights = np.array([MEMORY ** abs(year - k) for k in others])
        expected[:, year] = _weighted_median(levels[:, others], weights)
        known[:, year] = np.isfinite(levels[:, others]).sum(axis=1)
    return expected, known


def _none_alone(weight: Matrix) -> Matrix:
    """Weights of which none outweighs all others of its row: of three years or more the nearest alone would decide, be it wrong or not."""
    others = weight.sum(axis=1, keepdims=True) - weight
    several = (weight > 0).sum(axis=1, keepdims=True) > 2
    return np.where(several, np.minimum(weight, LARGEST_SHARE * others), weight)


def _weighted_median(values: Matrix, weights: npt.NDArray[np.float64]) -> Matrix:
    order = np.argsort(values, axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    weight = _none_alone(np.where(np.isfinite(ordered), weights[order], 0.0))
    reached = np.cumsum(weight, axis=1)
    half = reached[:, -1:] / 2
    upper = np.take_along_axis(ordered, (reached >= half).argmax(axis=1)[:, None], axis=1)[:, 0]
    lower = np.take_along_axis(ordered, (reached > half).argmax(axis=1)[:, None], axis=1)[:, 0]
    middle = (upper + lower) / 2
    return np.where(half[:, 0] > 0, middle, np.nan)


def scales(errors: Matrix, peer: Codes) -> tuple[Matrix, Matrix]:
    """Standard deviation that an honest error of each cell has, and how many errors of other series it rests on.

    The robust scale of the peer group and the scale of the other years of the series, the former counting as six years.
    """
    of_peer, n_peer = peer_scale(errors, peer)
    squares = np.where(np.isfinite(errors), np.minimum(errors**2, 9 * of_peer[:, None] ** 2), np.nan)
    n_own = np.isfinite(squares).sum(axis=1, keepdims=True) - np.isfinite(squares)
    own = np.nansum(squares, axis=1, keepdims=True) - np.nan_to_num(squares)
    pooled = (PRIOR_YEARS * of_peer[:, None] ** 2 + own) / (PRIOR_YEARS + n_own)
    of_others = n_peer[:, None] - np.isfinite(errors).sum(axis=1, keepdims=True)
    return np.maximum(np.sqrt(pooled), LEAST_SCALE), np.broadcast_to(of_others, errors.shape)


def peer_scale(errors: Matrix, peer: Codes) -> tuple[Matrix, Matrix]:
    """Robust scale of each peer group; of all groups together where a group has fewer than ENOUGH errors; and how many it has.

    A figure that never changes says nothing of how far others change: errors of nought are left out of the scale.
    """
    flat = pd.DataFrame({"peer": np.repeat(peer, errors.shape[1]), "size": np.abs(errors).ravel()}).dropna()
    if flat.empty:
        return np.full(len(peer), np.nan), np.zeros(len(peer))
    everybody = np.arange(peer.max() + 1)
    grouped = flat["size"].where(flat["size"] > STILL).groupby(flat["peer"])
    anybody = float(np.nan_to_num(flat.loc[flat["size"] > STILL, "size"].median()))
    scale = (TO_SIGMA * _of_many(grouped.median(), grouped.count(), anybody)).reindex(everybody, fill_value=TO_SIGMA * anybody)
    return _of_each(scale, peer), _of_each(grouped.size().astype(float).reindex(everybody, fill_value=0.0), peer)


def _of_many(own: pd.Series[float], number: pd.Series[int], anybody: float) -> pd.Series[float]:
    """The scale of a group from ENOUGH errors on, drawn towards that of all groups as if these were as many: a median of a dozen is off by a quarter."""
    drawn = own ** (number / (number + ENOUGH)) * anybody ** (ENOUGH / (number + ENOUGH))
    return drawn.where(number >= ENOUGH, anybody)


def _of_each(by_peer: pd.Series[float], peer: Codes) -> npt.NDArray[np.float64]:
    return np.asarray(by_peer, dtype=np.float64)[peer]
