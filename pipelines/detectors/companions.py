"""Figures that belong together move together: what the other figures of a programme and its money did in the same year.

What belongs here: medians of a group without the figure itself, what the errors of a group have in common. What does not: which figures belong together
(the reports say so).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

# Pairs of errors that are assumed to have nothing in common, and how far off an error may pull the mean of its group.
PRIOR_PAIRS, HELD = 30, 3.0


def median_of_others(values: npt.NDArray[np.float64], group: npt.NDArray[np.generic]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """For every value the median of the other values of its group, and how many they are; NaN is no value."""
    frame = pd.DataFrame({"group": group, "value": values})
    frame = frame[np.isfinite(frame["value"]) & frame["group"].notna()].sort_values(["group", "value"])
    place = frame.groupby("group").cumcount().to_numpy()
    others = frame.groupby("group")["value"].transform("size").to_numpy() - 1
    first, ordered = np.arange(len(frame)) - place, frame["value"].to_numpy()
    # Without the value itself everything behind it moves up by one.
    low, high = np.maximum(others - 1, 0) // 2, others // 2
    low, high = low + (low >= place), high + (high >= place)
    last = np.maximum(len(frame) - 1, 0)
    middle = (ordered[np.minimum(first + low, last)] + ordered[np.minimum(first + high, last)]) / 2 if len(frame) else ordered
    median, number = np.full(len(values), np.nan), np.zeros(len(values))
    index = frame.index.to_numpy()
    median[index], number[index] = np.where(others > 0, middle, np.nan), others
    return median, number


def movement_of_companions(
    moved: npt.NDArray[np.float64], money: npt.NDArray[np.float64], is_counted: npt.NDArray[np.bool_], programme: pd.Series
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """How the programme moved beside each figure: the median of its other counts and of its money, on the logarithmic scale, and their number.

    What is not counted (unit costs, say) is compared with the money alone, and a figure without a programme with nothing.
    """
    code, programmes = pd.factorize(programme)
    spent = pd.Series(money).groupby(code).median().reindex(range(len(programmes)))
    values = np.concatenate([np.where(is_counted & (code >= 0), moved, np.nan), spent.to_numpy()])
    median, number = median_of_others(values, np.concatenate([code, np.arange(len(programmes))]))
    own, n_own = median[: len(moved)], number[: len(moved)]
    return np.where(is_counted, own, money), np.where(is_counted, n_own, np.isfinite(money) * 1.0)


def told_apart(
    z: npt.NDArray[np.float64], step: npt.NDArray[np.float64], group: npt.NDArray[np.generic]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Standardised errors that share a part with those of their group, made independent, and how far each is moved then where `step` moves the whole group.

    The square root of an inverse covariance of equal correlations: as much of the mean of the group is taken off as its errors have in common. What all
    share counts once then, and what one alone has counts more. NaN is no error; an error without company stays as it is.
    """
    code = pd.factorize(group)[0]
    known = np.isfinite(z)
    n = np.bincount(code[known], minlength=code.max(initial=-1) + 1)
    common = _correlation(np.where(known, np.sign(z), 0.0), code, n)
    part = 1 - np.sqrt((1 - common) / (1 - common + n * common))

    def less_the_common_part(values: npt.NDArray[np.float64], pulls: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        mean = np.bincount(code, np.where(known, pulls, 0.0)) / np.maximum(n, 1)
        return np.asarray((values - (part * mean)[code]) / np.sqrt(1 - common))

    return less_the_common_part(z, np.clip(z, -HELD, HELD)), np.where(known, np.maximum(less_the_common_part(step, step), 0), step)


def _correlation(sign: npt.NDArray[np.float64], code: npt.NDArray[np.int64], n: npt.NDArray[np.intp]) -> float:
    """Correlation within groups, from how often two errors of a group lie on the same side: errors far off have no more say than others. Never below nought."""
    alike = (np.bincount(code, sign) ** 2 - np.bincount(code, sign**2)).sum()
    pairs = (n * (n - 1)).sum()
    return max(float(np.sin(np.pi / 2 * alike / (pairs + 2 * PRIOR_PAIRS))), 0.0)
