"""What an indicator's own history, its peers, its money and an independent register let expect of a reported value.

What belongs here: expectations, standardised deviations, slips by powers of ten, the chance of meeting a target. What does not: what is called a finding
(the rules do that).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from pipelines.detectors.panel import LEAST_SCALE, TO_SIGMA, Matrix, Panel, arrange, from_other_years, peer_growth, scales

# Degrees of freedom of Student's t: the heavy tails of the errors of forecasts.
TAIL = 5
SLIPS = np.array([-8, -4, -3, -2, -1, 1, 2, 3, 4, 8])
# How near the logarithm of a ratio has to be to a whole power of ten: closer for 10, since things do grow manyfold.
NEAR = np.where(np.abs(SLIPS) == 1, 0.2, 0.35)
TEN = np.log(10)
EVIDENCE = [
    "indicator_report_id", "expected_value", "z_own", "n_own", "n_peers", "z_cost", "z_register", "slip_power", "slip_value", "target_p_meet", "target_n_own",
    "target_expected",
]  # fmt: skip


def forecasts(reports: pd.DataFrame) -> pd.DataFrame:
    """Evidence about every report that speaks for its indicator in a period.

    Columns in: indicator_report_id, series_key, peer_key, fiscal_year, actual_value, target_value, executed, verified_value (numbers or missing), is_share,
    is_assessable (bool), direction (text). Columns out: EVIDENCE; deviations are in standard deviations, positive where more is reported than expected.
    """
    if reports.empty:
        return pd.DataFrame({name: pd.Series(dtype="object" if name == "indicator_report_id" else "float64") for name in EVIDENCE})
    panel = arrange(reports["series_key"], reports["fiscal_year"], reports["peer_key"])
    share = reports["is_share"].to_numpy(dtype=bool)
    value = _scaled(reports["actual_value"], share)
    levels = panel.matrix(value)
    trend = peer_growth(levels, panel.peer)
    z_own, expected, scale, n_own, n_peers = _against_own_history(panel, levels - trend)
    cost = np.log(_positive(reports["executed"])) - np.where(share, np.nan, value)
    z_cost = _against_own_history(panel, panel.matrix(cost) - peer_growth(panel.matrix(cost), panel.peer))[0]
    foreseen = panel.rows(expected + trend)
    power, right = _slips(panel.rows(levels) - foreseen, panel.rows(scale), share, panel.rows(n_own), reports["actual_value"])
    meet, n_past, aimed = _chance_to_meet(panel, levels, trend, reports, share)
    columns = [
        reports["indicator_report_id"].to_numpy(), _unscaled(foreseen, share), panel.rows(z_own), panel.rows(n_own), panel.rows(n_peers), panel.rows(z_cost),
        _against_register(reports, share, value), power, right, meet, n_past, _unscaled(aimed, share),
    ]  # fmt: skip
    return pd.DataFrame(dict(zip(EVIDENCE, columns, strict=True)))


def _positive(values: pd.Series) -> Matrix:
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
    return np.where(numbers > 0, numbers, np.nan)


def _scaled(values: pd.Series, share: npt.NDArray[np.bool_]) -> Matrix:
    """Logarithms of counts and money, logits of shares: on these scales errors are alike for small and large units."""
    numbers = _positive(values)
    part = np.clip(numbers, 0.5, 99.5) / 100
    return np.where(share, np.log(part / (1 - part)), np.log(numbers))


def _unscaled(levels: Matrix, share: npt.NDArray[np.bool_]) -> Matrix:
    return np.where(share, 100 / (1 + np.exp(-levels)), np.exp(np.minimum(levels, 700)))


def _against_own_history(panel: Panel, levels: Matrix) -> tuple[Matrix, Matrix, Matrix, Matrix, Matrix]:
    expected, n_own = from_other_years(levels)
    errors = levels - expected
    scale, n_peers = scales(errors, panel.peer)
    return errors / scale, expected, scale, n_own, n_peers


def _slips(
    error: Matrix, scale: Matrix, share: npt.NDArray[np.bool_], n_own: Matrix, reported: pd.Series
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The power of ten that would bring a value back to where it is expected, and the value it would then have."""
    powers = error[:, None] / TEN - SLIPS[None, :]
    # The corrected value lies inside the range that 99 of 100 honest values keep.
    allowed = np.minimum(NEAR[None, :], np.maximum(special.stdtrit(TAIL, 0.995) * scale[:, None] / TEN, 0.04))
    fits = (np.abs(powers) <= allowed) & ~share[:, None] & (n_own >= 1)[:, None]
    found = np.where(fits.any(axis=1), SLIPS[fits.argmax(axis=1)].astype(float), np.nan)
    return found, _positive(reported) / 10**found


def _against_register(reports: pd.DataFrame, share: npt.NDArray[np.bool_], value: Matrix) -> Matrix:
    """How far a report lies above the independent value; the noise of registers is that of all registers of the peer group."""
    gap = value - _scaled(reports["verified_value"], share)
    frame = pd.DataFrame({"peer": reports["peer_key"].to_numpy(), "gap": gap})
    centre = frame.groupby("peer")["gap"].transform("median")
    spread = (frame["gap"] - centre).abs()
    own = spread.groupby(frame["peer"]).transform("median")
    enough = spread.groupby(frame["peer"]).transform("count") >= 12
    scale = TO_SIGMA * own.where(enough, spread.median())
    # A register that is off for everybody by a few percent counts otherwise; beyond that, everybody may be wrong.
    shift = centre.where(enough, 0.0).clip(-0.05, 0.05)
    return ((frame["gap"] - shift) / scale.clip(lower=LEAST_SCALE)).to_numpy()


def _chance_to_meet(panel: Panel, levels: Matrix, trend: Matrix, reports: pd.DataFrame, share: npt.NDArray[np.bool_]) -> tuple[Matrix, Matrix, Matrix]:
    """The chance that a target is met, from what was known when it was set: years before its own, of the series and its peers."""
    past, n_past = from_other_years(levels - trend, past_only=True)
    n_years = np.arange(levels.shape[1])
    # The common growth goes on as it was on average; only past growth is known.
    slope = np.where(n_years > 1, np.roll(trend, 1, axis=1) / np.maximum(n_years - 1, 1), 0.0)
    foreseen = past + np.roll(trend, 1, axis=1) + slope
    errors = levels - foreseen
    scale = _past_scale(errors, panel) * np.sqrt(1 + 1 / np.maximum(n_past, 1))
    aim = _scaled(reports["target_value"], share)
    distance = (aim - panel.rows(foreseen)) / panel.rows(scale)
    higher = reports["direction"].to_numpy() == "higher"
    chance = np.where(higher, special.stdtr(TAIL, -distance), special.stdtr(TAIL, distance))
    known = panel.rows(n_past)
    assessable = reports["is_assessable"].to_numpy(dtype=bool) & (known >= 1)
    return np.where(assessable, chance, np.nan), known, panel.rows(foreseen)


def _past_scale(errors: Matrix, panel: Panel) -> Matrix:
    """Scale of the errors that forecasts made in earlier years turned out to have, by peer group; of the year itself where there is none."""
    scale = np.full(errors.shape, np.nan)
    for year in range(errors.shape[1]):
        earlier = errors[:, 1:year] if year > 1 else errors[:, year : year + 1]
        scale[:, year] = scales(earlier, panel.peer)[0].mean(axis=1) if earlier.size else np.nan
    return scale
