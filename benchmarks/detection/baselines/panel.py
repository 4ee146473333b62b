"""The table the baselines see: one row per judged row, with its value, its own past, its peers and its money."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.detection.scorer.release import PANEL, Release

MONEY = """
select e.file_name || ':' || b.row_number as subject,
    concat_ws('|', split_part(e.file_name, '-20', 1), b.organisation_id, b.programme_id, b.item_code_printed) as series,
    concat_ws('|', split_part(e.file_name, '-20', 1), b.item_code_printed) as peers, b.fiscal_year, max_by(b.amount, b.column_number)::double as actual
from marts.fct_budget_lines as b join marts.dim_exports as e on b.export_id = e.export_id
where b.is_current group by all
"""


def panel(release: Release, rows: pd.DataFrame) -> pd.DataFrame:
    """Indicators and lines of money as series over years, with the features every baseline may use."""
    indicators = release.frame(PANEL).merge(rows[["id", "subject"]], on="id").drop(columns="id")
    frame = pd.concat([indicators, release.frame(MONEY)], ignore_index=True)
    frame = frame[frame.actual.notna()].sort_values(["series", "fiscal_year", "subject"], kind="stable").reset_index(drop=True)
    return _history(frame)


def _history(frame: pd.DataFrame) -> pd.DataFrame:
    """Last value, growth, mean and spread of all earlier values, and where the value stands among its peers of the year."""
    own = frame.groupby("series").actual
    frame["last"] = own.shift()
    frame["before_mean"] = own.transform(lambda values: values.expanding().mean().shift())
    frame["before_sd"] = own.transform(lambda values: values.expanding().std().shift())
    frame["n_before"] = own.cumcount()
    with np.errstate(divide="ignore", invalid="ignore"):
        frame["growth"] = np.log(frame.actual.clip(lower=1e-9) / frame["last"].clip(lower=1e-9)).replace([np.inf, -np.inf], np.nan)
        frame["attainment"] = (frame.actual / frame.target).replace([np.inf, -np.inf], np.nan)
        frame["cost"] = np.log((frame.executed / frame.actual).clip(lower=1e-12))
    frame["level"] = np.log(frame.actual.abs().clip(lower=1e-9))
    frame["peer_z"] = _robust_z(frame, "level")
    frame["growth_z"] = _robust_z(frame, "growth")
    frame["cost_growth"] = frame.cost - frame.groupby("series").cost.shift()
    frame["earned"] = frame.score / frame.weight
    frame["rate"] = frame.executed / frame.budget
    return frame


def _robust_z(frame: pd.DataFrame, column: str) -> pd.Series:
    """Modified z: 0.6745 x distance from the median of the peers of the year, over their median distance."""
    keys = [frame.peers, frame.fiscal_year]
    distance = frame[column] - frame[column].groupby(keys).transform("median")
    spread = distance.abs().groupby(keys).transform("median")
    return 0.6745 * distance / spread.where(spread > 0)


RAW = ["actual", "target", "score", "weight", "executed", "budget"]
ENGINEERED = ["growth", "growth_z", "peer_z", "attainment", "cost_growth", "earned", "rate"]


def matrix(frame: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Numbers only: what is missing takes the median, what is extreme is cut so that distances stay finite."""
    values = frame[columns].replace([np.inf, -np.inf], np.nan)
    values = values.fillna(values.median()).fillna(0.0)
    return np.asarray(values.clip(-1e9, 1e9), dtype=float)
