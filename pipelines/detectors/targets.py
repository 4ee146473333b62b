"""How likely a target is met without unusual effort, from what was known when it was set.

What belongs here: the chance of an error of a forecast, and its calibration. What does not: the forecast itself (`foresight`), what makes a target too
easy (the rules say so).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from pipelines.detectors.foresight import PRIOR_OUTCOMES, carried_on, moved_by_money
from pipelines.detectors.growth import peer_growth
from pipelines.detectors.panel import Codes, Matrix, Panel, scales

# Degrees of freedom of Student's t: the heavy tails of the errors of forecasts.
TAIL = 5


def chance_to_meet(panel: Panel, levels: Matrix, aim: Matrix, granted: Matrix, reports: pd.DataFrame) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """The chance that a target is met, how many years were known, the level that was to be expected, and what it comes to whatever the money does.

    `aim` is the target on the scale of `levels`, `granted` the logarithm of the adopted budget, known with the target. `reports` says what kind of figure
    it is (`is_share`, `is_counted`), which way is better (`direction`) and whether the target can be assessed.
    """
    kind = np.where(reports["is_share"], 2, np.where(reports["is_counted"], 1, 0)).astype(np.int64)
    of_series = np.zeros(len(levels), dtype=np.int64)
    of_series[panel.row] = kind
    foreseen, n_past = carried_on(levels, peer_growth(levels, panel.peer, in_hindsight=False))
    money = panel.matrix(granted)
    surprise = money - carried_on(money, peer_growth(money, panel.peer, in_hindsight=False))[0]
    parts = moved_by_money(levels - foreseen, surprise, panel.peer, of_series)
    wider = np.sqrt(1 + 1 / np.maximum(n_past, 1))
    higher = reports["direction"].to_numpy() == "higher"
    chance, expected = np.full(len(aim), np.nan), np.full(len(aim), np.nan)
    for year in range(1, levels.shape[1]):
        here = panel.column == year
        series, up = panel.row[here], higher[here]
        # Past years as they would have been foreseen with what is known now of how figures follow money.
        now = foreseen[:, : year + 1] + sum(follows[:, [year]] * part[:, : year + 1] for follows, part in parts)
        errors, scale = _past_errors((levels[:, : year + 1] - now) / wider[:, : year + 1], panel.peer)
        expected[here] = now[series, year]
        distance = (aim[here] - expected[here]) / (scale * wider[:, year])[series]
        chance[here] = _calibrated(np.where(up, distance, -distance), up, kind[here], errors, of_series)
    assessable = reports["is_assessable"].to_numpy(dtype=bool) & (panel.rows(n_past) >= 1) & (higher | ~_after_nothing(panel, reports["actual_value"]))
    return np.where(assessable, chance, np.nan), panel.rows(n_past), expected, panel.rows(foreseen)


def _after_nothing(panel: Panel, reported: pd.Series[float]) -> npt.NDArray[np.bool_]:
    """Rows with a year of nothing before them. Nothing has no logarithm: what the other years let expect of a ceiling would be too much."""
    nothing = panel.matrix(reported.to_numpy() == 0) == 1
    before = np.logical_or.accumulate(nothing, axis=1)[panel.row, np.maximum(panel.column - 1, 0)]
    return np.asarray(before & (panel.column > 0))


def _past_errors(errors: Matrix, peer: Codes) -> tuple[Matrix, npt.NDArray[np.float64]]:
    """Errors of earlier forecasts in units of their scale, and the scale of the last column, whose own error nobody knows yet.

    Each is measured by the scale that all others let expect, as the new one will be: an error that is measured by itself looks smaller than it is. A
    forecast without any growth behind it (the second year) errs otherwise than later ones and counts for the scale alone; where it is the only one, the
    errors of that year stand in.
    """
    if errors.shape[1] == 2:
        return errors[:, :0], scales(errors[:, 1:], peer)[0][:, 0]
    known = np.concatenate([errors[:, 1:-1], np.full((len(errors), 1), np.nan)], axis=1)
    scale = scales(known, peer)[0]
    return known[:, 1:-1] / scale[:, 1:-1], scale[:, -1]


def _calibrated(distance: Matrix, up: npt.NDArray[np.bool_], kind: Codes, errors: Matrix, of_series: Codes) -> npt.NDArray[np.float64]:
    """Chance of an error beyond `distance` in the better direction: Student's curve, drawn towards how often it happened in earlier years.

    Counts, shares and what is neither (costs, say) err each in their own way: a share has a ceiling, a count has none.
    """
    chance: npt.NDArray[np.float64] = special.stdtr(TAIL, -distance)
    for one in range(3):
        known = errors[of_series == one]
        ordered = np.sort(known[np.isfinite(known)])
        for better in (False, True):
            rows = (kind == one) & (up == better)
            signed = ordered if better else -ordered[::-1]
            beyond = len(signed) - np.searchsorted(signed, distance[rows], side="left")
            chance[rows] = (beyond + PRIOR_OUTCOMES * chance[rows]) / (len(signed) + PRIOR_OUTCOMES)
    return chance
