"""Whether figures look raised by some percent. One figure hardly tells; what it says is put so that the figures of a reporter can be added up.

What belongs here: how much likelier a figure is if it was raised, and what chance alone does to that. What does not: sums over reporters (SQL does that).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy import special

from pipelines.detectors.companions import told_apart
from pipelines.detectors.panel import Matrix
from pipelines.detectors.targets import TAIL

# How far a figure is raised: less drowns in the noise, more is seen in the figure itself. And which part of them: few reporters raise all.
RAISE, PART = 0.12, 1 / 3
# Nobody counts more exactly than this.
LEAST_ERROR = 0.03
# So many standard deviations of a share, and what is added to it, are as good as more: the logistic scale has no end near 100 %.
SURE, FAR = 6.0, 5.0
# One figure says no more than this (of the logarithm): a reporter is told by many, and one share near its ceiling is no habit.
MOST = 2.0
HIGHEST = np.log(99.5 / 0.5)


@dataclass(frozen=True)
class Against:
    """How far figures lie above something, and how far honest ones do; NaN where there is nothing to compare with."""

    error: Matrix
    scale: Matrix

    @property
    def z(self) -> Matrix:
        return self.error / self.spread

    @property
    def spread(self) -> Matrix:
        return np.maximum(self.scale, LEAST_ERROR)


def signs_of_raising(
    value: Matrix, share: npt.NDArray[np.bool_], programme: npt.NDArray[np.generic], money: Against, register: Against, history: Against, spending: Against
) -> tuple[Matrix, Matrix, Matrix]:
    """How much likelier each figure is if it is one of those that were raised (logarithm, less what it is by chance), the same with all evidence turned
    round, and the variance that chance alone gives to either.

    Counts are held against money and register: growth that these follow is growth. A share is held against its register, else against its own
    history, where it has to rise further than the money of its programme did. Counts of a programme share the error of its money (`told_apart`).
    """
    far = np.where(share, _rise_of_share(value - np.where(np.isfinite(register.error), register.error, history.error)), np.log1p(RAISE))
    alone = share & ~np.isfinite(register.error)
    own = np.where(alone, np.clip(history.z, -SURE, SURE), np.nan)
    borne = np.where(share, np.clip(register.z, -SURE, SURE), register.z)
    grown, fallen = (np.clip(sign * spending.z, 0, SURE) for sign in (1, -1))
    steps = [np.where(np.isnan(z), 0.0, np.clip(far / of.spread, 0, FAR)) for z, of in ((money.z, money), (borne, register), (own - grown, history))]
    paid, steps[0] = told_apart(money.z, steps[0], programme)
    usual, variance = _by_chance(np.sqrt(sum(step**2 for step in steps)))
    raised = _support([paid, borne, own - grown], steps) - usual
    lowered = _support([-paid, -borne, -own - fallen], steps) - usual
    known = np.isfinite(money.z) | np.isfinite(borne) | np.isfinite(own - grown)
    return np.where(known, raised, np.nan), np.where(known, lowered, np.nan), np.where(known, variance, np.nan)


def _rise_of_share(level: Matrix) -> Matrix:
    """How far a share climbs on the logistic scale when it is raised; not at all where it is at the top."""
    part = np.minimum((1 + RAISE) / (1 + np.exp(-level)), 0.995)
    rise: Matrix = np.maximum(np.log(part / (1 - part)) - np.minimum(level, HIGHEST), 0)
    return rise


def _support(distances: list[Matrix], steps: list[Matrix]) -> Matrix:
    ratio = sum(np.where(np.isnan(z), 0.0, _curve(z - step) - _curve(z)) for z, step in zip(distances, steps, strict=True))
    return _of_a_part(np.asarray(ratio))


def _curve(z: Matrix) -> Matrix:
    """Logarithm of Student's density but for a constant: what is far off either way says little."""
    return -(TAIL + 1) / 2 * np.log1p(z**2 / TAIL)


def _of_a_part(ratio: Matrix) -> Matrix:
    """Of a figure that may be one of the raised or one of the others."""
    return np.minimum(np.log1p(PART * np.expm1(ratio)), MOST)


def _by_chance(step: Matrix) -> tuple[Matrix, Matrix]:
    """Mean and variance of the support for honest figures, by how many standard deviations a raised one is off."""
    grid, mean, variance = _chance_table()
    return np.interp(step, grid, mean), np.interp(step, grid, variance)


@cache
def _chance_table() -> tuple[Matrix, Matrix, Matrix]:
    grid = np.linspace(0, 3 * FAR, 181)
    z = special.stdtrit(TAIL, (np.arange(2000) + 0.5) / 2000)
    support = _of_a_part(_curve(z - grid[:, None]) - _curve(z))
    return grid, support.mean(axis=1), support.var(axis=1)
