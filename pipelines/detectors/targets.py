"""How likely a target is met without unusual effort, from what was known when it was set.

What belongs here: forecasts from past years alone and their calibration. What does not: what makes a target too easy (the rules say so).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from pipelines.detectors.panel import MEMORY, Matrix, Panel, scales

# Degrees of freedom of Student's t: the heavy tails of the errors of forecasts.
TAIL = 5
# The curve of Student counts as much as this many forecasts whose outcome is known.
PRIOR_FORECASTS = 30


def chance_to_meet(
    panel: Panel, levels: Matrix, trend: Matrix, aim: Matrix, is_share: npt.NDArray[np.bool_], reports: pd.DataFrame
) -> tuple[Matrix, Matrix, Matrix]:
    """The chance that a target is met, how many years were known, and the level that was to be expected; one value a report.

    `aim` is the target on the scale of `levels`. `reports` says which way is better (`direction`) and whether the target can be assessed.
    """
    past, n_past = _from_the_past(levels - trend)
    years = np.arange(levels.shape[1])
    # The common growth goes on as it was on average; only past growth is known.
    slope = np.where(years > 1, np.roll(trend, 1, axis=1) / np.maximum(years - 1, 1), 0.0)
    foreseen = past + np.roll(trend, 1, axis=1) + slope
    wider = np.sqrt(1 + 1 / np.maximum(n_past, 1))
    scale = _past_scale((levels - foreseen) / wider, panel) * wider
    distance = (aim - panel.rows(foreseen)) / panel.rows(scale)
    higher = reports["direction"].to_numpy() == "higher"
    chance = _calibrated(np.where(higher, distance, -distance), higher, (levels - foreseen) / scale, panel, is_share)
    assessable = reports["is_assessable"].to_numpy(dtype=bool) & (panel.rows(n_past) >= 1)
    return np.where(assessable, chance, np.nan), panel.rows(n_past), panel.rows(foreseen)


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


def _past_scale(errors: Matrix, panel: Panel) -> Matrix:
    """Scale of the errors that forecasts made in earlier years turned out to have, by peer group; of the year itself where there is none."""
    scale = np.full(errors.shape, np.nan)
    for year in range(errors.shape[1]):
        earlier = errors[:, 1:year] if year > 1 else errors[:, year : year + 1]
        scale[:, year] = scales(earlier, panel.peer)[0].mean(axis=1) if earlier.size else np.nan
    return scale


def _calibrated(distance: Matrix, higher: npt.NDArray[np.bool_], errors: Matrix, panel: Panel, is_share: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Chance of an error beyond `distance` in the better direction: Student's curve, drawn towards how often it happened in earlier years.

    A forecast without any growth behind it (the second year) errs otherwise than later ones, so those of the first two years do not count.
    """
    chance: npt.NDArray[np.float64] = special.stdtr(TAIL, -distance)
    of_series = np.zeros(errors.shape[0], dtype=bool)
    of_series[panel.row] = is_share
    for year in range(3, errors.shape[1]):
        for share in (False, True):
            known = errors[of_series == share, 2:year]
            ordered = np.sort(known[np.isfinite(known)])
            here = (panel.column == year) & (is_share == share)
            for up in (False, True):
                rows = here & (higher == up)
                signed = ordered if up else -ordered[::-1]
                beyond = len(signed) - np.searchsorted(signed, distance[rows], side="left")
                chance[rows] = (beyond + PRIOR_FORECASTS * chance[rows]) / (len(signed) + PRIOR_FORECASTS)
    return chance
