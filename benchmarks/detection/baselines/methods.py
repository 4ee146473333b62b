"""Each baseline gives every row of the panel a number; the higher, the odder. Their usual cut-offs lie inside these rankings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.detection.baselines.panel import ENGINEERED, RAW, matrix

Method = Callable[[pd.DataFrame], np.ndarray]
BENFORD = np.log10(1 + 1 / np.arange(1, 10))


def gx_zscore(frame: pd.DataFrame) -> np.ndarray:
    """Great Expectations, expect_column_value_z_scores_to_be_less_than: |z| in one column of all rows."""
    return _z(frame.actual, frame.actual.mean(), frame.actual.std())


def own_history(frame: pd.DataFrame) -> np.ndarray:
    """elementary: mean ± 3 sigma of the row's own earlier buckets (here: years)."""
    return _z(frame.actual, frame.before_mean, frame.before_sd.where(frame.n_before >= 2))


def forecast_interval(frame: pd.DataFrame) -> np.ndarray:
    """Soda: outside the interval of a forecast; here a straight line through the earlier years, with the pooled error of such forecasts."""
    year = frame.fiscal_year - frame.fiscal_year.min()
    level, group = frame.level, frame.series
    n = frame.groupby("series").cumcount()
    sums = [series.groupby(group).cumsum() - series for series in (year, level, year * level, year * year)]
    mean_x, mean_y = sums[0] / n, sums[1] / n
    slope = (sums[2] - n * mean_x * mean_y) / (sums[3] - n * mean_x**2).where(n >= 2)
    error = level - (mean_y + slope * (year - mean_x))
    scale = error.groupby(frame.peers).transform(lambda values: max(0.01, 1.4826 * (values - values.median()).abs().median()))
    return _z(error, 0, scale)


def growth_iqr(frame: pd.DataFrame) -> np.ndarray:
    """Tukey's fences on growth among peers of the year: distance outside the quartiles in interquartile ranges."""
    grouped = frame.growth.groupby([frame.peers, frame.fiscal_year])
    low, high = grouped.transform(lambda v: v.quantile(0.25)), grouped.transform(lambda v: v.quantile(0.75))
    width = (high - low).where(high > low)
    return _filled(np.maximum((low - frame.growth) / width, (frame.growth - high) / width).clip(lower=0))


def dhis2_ratio(frame: pd.DataFrame) -> np.ndarray:
    """DHIS2 data quality: this year over the mean of up to three years before; 33 % is the usual border."""
    three = frame.groupby("series").actual.transform(lambda values: values.rolling(3, min_periods=1).mean().shift())
    return _filled((frame.actual / three.where(three > 0) - 1).abs())


def modified_z(frame: pd.DataFrame) -> np.ndarray:
    """DHIS2 and others: modified z of the value in its own series; 3.5 is the usual border."""
    grouped = frame.groupby("series").actual
    distance = frame.actual - grouped.transform("median")
    spread = distance.abs().groupby(frame.series).transform("median")
    return _filled((0.6745 * distance / spread.where(spread > 0)).abs())


def benford_mad(frame: pd.DataFrame) -> np.ndarray:
    """Nigrini's mean absolute deviation of first digits, of the series' kind; every row of it gets the same."""
    digit = frame.actual.abs().map(lambda value: int(f"{value:e}"[0]) if value > 0 else 0)
    counts = pd.crosstab(frame.peers, digit).reindex(columns=range(1, 10), fill_value=0)
    shares = counts.div(counts.sum(axis=1).clip(lower=1), axis=0)
    return _filled(frame.peers.map((shares - BENFORD).abs().mean(axis=1)))


def largest_growth(frame: pd.DataFrame) -> np.ndarray:
    return _filled(frame.growth.clip(lower=0))


def chance(frame: pd.DataFrame) -> np.ndarray:
    """Drawing lots."""
    return np.random.default_rng(0).random(len(frame))


def _pyod(name: str, columns: list[str]) -> Method:
    def run(frame: pd.DataFrame) -> np.ndarray:
        from sklearn.preprocessing import RobustScaler

        values = np.clip(RobustScaler().fit_transform(matrix(frame, columns)), -1e3, 1e3)
        detector = _detectors()[name]
        detector.fit(values)
        return np.asarray(detector.decision_scores_, dtype=float)

    return run


def _detectors() -> dict:  # type: ignore[type-arg]
    from pyod.models.ecod import ECOD
    from pyod.models.hbos import HBOS
    from pyod.models.iforest import IForest
    from pyod.models.knn import KNN
    from pyod.models.lof import LOF

    return {"ECOD": ECOD(), "IForest": IForest(random_state=0), "LOF": LOF(n_neighbors=20), "KNN": KNN(n_neighbors=20), "HBOS": HBOS()}


def _z(values: pd.Series, middle: pd.Series | float, spread: pd.Series | float) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return _filled(((values - middle) / spread).abs())


def _filled(values: pd.Series) -> np.ndarray:
    """What a method cannot judge is not flagged; a spread of zero is the oddest there is."""
    return np.asarray(values.astype(float).replace(np.inf, 1e12).fillna(0.0), dtype=float)


METHODS: dict[str, Method] = {
    "GX z-score per column": gx_zscore,
    "own-history z (elementary)": own_history,
    "forecast interval (Soda)": forecast_interval,
    "IQR of growth": growth_iqr,
    "ratio to past years (DHIS2)": dhis2_ratio,
    "modified z (DHIS2)": modified_z,
    "Benford MAD": benford_mad,
    "largest growth": largest_growth,
    "drawing lots": chance,
}
PYOD: dict[str, Method] = {
    f"PyOD {name}, {kind}": _pyod(name, columns)
    for kind, columns in (("raw", RAW), ("engineered", ENGINEERED))
    for name in ("ECOD", "IForest", "LOF", "KNN", "HBOS")
}
