"""What an indicator's own history, its peers, its money and an independent register let expect of a reported value.

What belongs here: expectations, standardised deviations, slips by powers of ten. What does not: what is called a finding
(the rules do that).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from pipelines.detectors.companions import movement_of_companions
from pipelines.detectors.growth import peer_growth
from pipelines.detectors.inflation import Against, signs_of_raising
from pipelines.detectors.panel import ENOUGH, LEAST_SCALE, TO_SIGMA, Matrix, Panel, arrange, from_other_years, peer_scale, scales
from pipelines.detectors.targets import TAIL, chance_to_meet

SLIPS = np.array([-8, -4, -3, -2, -1, 1, 2, 3, 4, 8])
# So many standard deviations below its history a share has to be to be taken for a part of one.
OUTSIDE = 4.5
# How near the logarithm of a ratio has to be to a whole power of ten; further off, things grew or fell manyfold.
NEAR = 0.2
TEN = np.log(10)
# Companions that explain less than a fifth of how a figure varies tell nothing about it.
TELLING = 0.9
EVIDENCE = [
    "indicator_report_id", "expected_value", "z_own", "n_own", "n_peers", "z_cost", "z_register", "slip_power", "slip_value", "target_p_meet", "target_n_own",
    "target_expected", "target_as_before", "usual_error", "z_together", "n_together", "expected_together", "raised", "lowered", "raised_by_chance",
]  # fmt: skip


def forecasts(reports: pd.DataFrame) -> pd.DataFrame:
    """Evidence about every report that speaks for its indicator in a period.

    Columns in: indicator_report_id, series_key, peer_key, programme_key, fiscal_year, actual_value, target_value, executed, adopted, verified_value (numbers
    or missing), is_share, is_counted, is_raisable, is_assessable (bool), direction (text). Columns out: EVIDENCE; deviations are in standard deviations,
    positive where more is reported than expected.
    """
    if reports.empty:
        return pd.DataFrame({name: pd.Series(dtype="str" if name == "indicator_report_id" else "float64") for name in EVIDENCE})
    panel = arrange(reports["series_key"], reports["fiscal_year"], reports["peer_key"])
    share = reports["is_share"].to_numpy(dtype=bool)
    value = _scaled(reports["actual_value"], share)
    levels = panel.matrix(value)
    trend = peer_growth(levels, panel.peer)
    own = _against_own_history(panel, levels - trend)
    money = np.log(_positive(reports["executed"]))
    cost = _against_own_peers(panel, panel.matrix(money - np.where(share, np.nan, value)))
    register = _against_register(reports, share, value)
    spending = _against_own_peers(panel, panel.matrix(money))
    beside, n_beside = movement_of_companions(
        panel.rows(own.error), panel.rows(spending.error), reports["is_counted"].to_numpy(dtype=bool), reports["programme_key"]
    )
    together = _against_companions(panel, own, beside)
    foreseen = panel.rows(own.expected + trend)
    tells = _tells(panel, own, together)[panel.row, panel.column] & ~share
    told = [np.where(tells, one, np.nan) for one in (panel.rows(together.z), _unscaled(foreseen + beside, share))]
    power, right = _slips(panel, own, together, share, reports["actual_value"])
    aim = _scaled(reports["target_value"], share)
    meet, n_past, aimed, as_before = chance_to_meet(panel, levels, aim, np.log(_positive(reports["adopted"])), reports)
    columns = [
        reports["indicator_report_id"].to_numpy(), _unscaled(foreseen, share), panel.rows(own.z), panel.rows(own.n_own), panel.rows(own.n_peers),
        panel.rows(cost.z), register.error / np.maximum(register.scale, LEAST_SCALE), power, right, meet, n_past,
        *(_unscaled(one, share) for one in (aimed, as_before)), panel.rows(np.fmin(own.scale, together.scale)), told[0], np.where(tells, n_beside, 0), told[1],
        *_signs_of_raising(panel, reports, value, cost, register, own, spending),
    ]  # fmt: skip
    return pd.DataFrame(dict(zip(EVIDENCE, columns, strict=True)))


@dataclass(frozen=True)
class Deviations:
    """Cells against an expectation: how far off on the scale of `levels`, how far off an honest one is, and what is known."""

    error: Matrix
    scale: Matrix
    expected: Matrix
    n_own: Matrix
    n_peers: Matrix

    @property
    def z(self) -> Matrix:
        return self.error / self.scale


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


def _against_own_history(panel: Panel, levels: Matrix) -> Deviations:
    expected, n_own = from_other_years(levels)
    errors = levels - expected
    scale, n_peers = scales(errors, panel.peer)
    return Deviations(errors, scale, expected, n_own, n_peers)


def _against_own_peers(panel: Panel, levels: Matrix) -> Deviations:
    """Against the own history and the growth of the peers; money by programme and money by piece alike."""
    return _against_own_history(panel, levels - peer_growth(levels, panel.peer))


def _against_companions(panel: Panel, own: Deviations, beside: Matrix) -> Deviations:
    errors = own.error - panel.matrix(beside)
    scale, n_peers = scales(errors, panel.peer)
    return Deviations(errors, scale, own.expected, own.n_own, n_peers)


def _tells(panel: Panel, own: Deviations, together: Deviations) -> npt.NDArray[np.bool_]:
    """Where companions say what to expect. The peer group knows best: in a single series one wrong year decides how well they ever did."""
    (alone, n_peers), (beside, _) = (peer_scale(one.error, panel.peer) for one in (own, together))
    of_series = together.scale < TELLING * own.scale
    return np.where((n_peers >= ENOUGH)[:, None], (beside < TELLING * alone)[:, None], of_series)


def _slips(
    panel: Panel, own: Deviations, together: Deviations, share: npt.NDArray[np.bool_], reported: pd.Series
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The power of ten that would bring a value back to where it is expected, and the value it would then have.

    Expected by its own history, and by what its programme did that year where that is known: what moved with the money is no slip.
    """
    sizes = [panel.rows(deviations.error) / TEN for deviations in (own, together)]
    # Few values are anywhere near another power of ten, and only those are looked at closely.
    far = np.fmax(np.abs(sizes[0]), np.abs(sizes[1])) >= 1 - NEAR
    far &= ~share & (panel.rows(own.n_own) >= 1)
    errors = [np.abs(size[far][:, None] - SLIPS[None, :]) for size in sizes]
    scale = panel.rows(np.fmin(own.scale, together.scale))[far]
    # The corrected value lies inside the range that 99 of 100 honest values keep.
    allowed = np.minimum(NEAR, np.maximum(special.stdtrit(TAIL, 0.995) * scale[:, None] / TEN, 0.04))
    fits = (np.fmin(errors[0], errors[1]) <= allowed) & ~(errors[0] > NEAR) & ~(errors[1] > NEAR)
    found = np.full(len(far), np.nan)
    found[far] = np.where(fits.any(axis=1), SLIPS[fits.argmax(axis=1)].astype(float), np.nan)
    found[_is_fraction_of_share(panel, own, share, reported)] = -2
    return found, _positive(reported) / 10**found


def _is_fraction_of_share(panel: Panel, own: Deviations, share: npt.NDArray[np.bool_], reported: pd.Series) -> npt.NDArray[np.bool_]:
    """Shares printed as parts of one, where other years have percent: 0.885 after 88.5. The hundredfold lies inside the range that honest values keep."""
    moved = _scaled(100 * reported, share) - _scaled(reported, share)
    error, scale = panel.rows(own.error), panel.rows(own.scale)
    fits = np.abs(error + moved) <= special.stdtrit(TAIL, 0.995) * scale
    is_found: npt.NDArray[np.bool_] = share & (_positive(reported) <= 1) & (panel.rows(own.n_own) >= 2) & (error < -OUTSIDE * scale) & fits
    return is_found


def _against_register(reports: pd.DataFrame, share: npt.NDArray[np.bool_], value: Matrix) -> Against:
    """How far a report lies above the independent value; the noise of registers is that of all registers of the peer group."""
    gap = value - _scaled(reports["verified_value"], share)
    frame = pd.DataFrame({"peer": reports["peer_key"].to_numpy(), "gap": gap})
    centre = frame.groupby("peer")["gap"].transform("median")
    spread = (frame["gap"] - centre).abs()
    own = spread.groupby(frame["peer"]).transform("median")
    enough = spread.groupby(frame["peer"]).transform("count") >= ENOUGH
    scale = TO_SIGMA * own.where(enough, spread.median())
    # A register that is off for everybody by a few percent counts otherwise; beyond that, everybody may be wrong.
    shift = centre.where(enough, 0.0).clip(-0.05, 0.05)
    return Against((frame["gap"] - shift).to_numpy(), scale.to_numpy())


def _signs_of_raising(
    panel: Panel, reports: pd.DataFrame, value: Matrix, cost: Deviations, register: Against, own: Deviations, spending: Deviations
) -> tuple[Matrix, Matrix, Matrix]:
    """Of figures that could be raised. Of two years one is always above the other, so history and money have to be known of two others."""
    raisable, share = (reports[name].to_numpy(dtype=bool) for name in ("is_raisable", "is_share"))
    known = raisable & (panel.rows(own.n_own) >= 2)
    counted = known & reports["is_counted"].to_numpy(dtype=bool)
    return signs_of_raising(
        value, share, reports["programme_key"].to_numpy(),
        money=Against(np.where(counted, -panel.rows(cost.error), np.nan), panel.rows(cost.scale)),
        register=Against(np.where(raisable, register.error, np.nan), register.scale),
        history=Against(np.where(known, panel.rows(own.error), np.nan), panel.rows(own.scale)),
        spending=Against(panel.rows(spending.error), panel.rows(spending.scale)),
    )  # fmt: skip
