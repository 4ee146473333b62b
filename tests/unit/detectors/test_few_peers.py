"""What is said of figures that hardly anybody else reports: they are no yardstick for themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipelines.detectors.forecast import forecasts

INDICATORS, YEARS = 20, 7


def ministry(n_bodies: int, growth: float = 0.0, seed: int = 1) -> pd.DataFrame:
    """Twenty counts of each body over seven years, each with a level of its own, 3 % of noise and the same growth every year."""
    rng = np.random.default_rng(seed)
    level, noise = rng.normal(7, 1, (n_bodies, INDICATORS, 1)), rng.normal(0, 0.03, (n_bodies, INDICATORS, YEARS))
    value = np.exp(level + noise + growth * np.arange(YEARS))
    body, slot, time = (axis.ravel() for axis in np.meshgrid(range(n_bodies), range(INDICATORS), range(YEARS), indexing="ij"))
    rows = pd.DataFrame({"body": body, "slot": slot, "fiscal_year": 2018 + time, "actual_value": value.ravel()})
    return rows.assign(
        indicator_report_id=[f"r{i}" for i in range(len(rows))], series_key=rows.body * 100 + rows.slot, peer_key=rows.slot, programme_key=rows.index,
        executed=np.nan, adopted=np.nan, verified_value=np.nan, is_share=False, is_counted=True, is_raisable=True, is_assessable=True, direction="higher",
        target_value=np.exp(level + growth * np.arange(YEARS) + rng.normal(0, 0.03, value.shape)).ravel(),
    )  # fmt: skip


def judged(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.merge(forecasts(rows), on="indicator_report_id")


@pytest.mark.parametrize("n_bodies", [1, 2, 3, 5])
@pytest.mark.parametrize("year", [2018, 2021, 2024])
@pytest.mark.parametrize("growth", [0.0, 0.08])
def test_a_slip_stands_out_however_few_report_the_figure(n_bodies, year, growth):
    rows = ministry(n_bodies, growth)
    here = rows.index[(rows.body == 0) & (rows.slot == 4) & (rows.fiscal_year == year)][0]
    right = rows.actual_value[here]
    rows.loc[here, "actual_value"] /= 1000
    found = judged(rows)
    assert found.slip_power[here] == -3 and found.slip_value[here] == pytest.approx(right)
    assert found.slip_power.drop(here).isna().all()
    assert found.expected_value[here] == pytest.approx(right, rel=0.25)
    assert (found.z_own.drop(here).abs() > 4.5).sum() <= 1


def test_a_figure_without_peers_counts_none():
    assert (judged(ministry(1)).n_peers == 0).all() and (judged(ministry(2)).n_peers == YEARS).all()


@pytest.mark.parametrize("n_bodies", [1, 2, 5])
def test_one_figure_that_leaps_stands_out(n_bodies):
    rows = ministry(n_bodies, growth=0.05)
    here = rows.index[(rows.body == 0) & (rows.slot == 7) & (rows.fiscal_year == 2024)][0]
    rows.loc[here, "actual_value"] *= 1.6
    assert judged(rows).z_own[here] > 4.5


def test_steady_growth_of_a_lone_figure_is_what_it_does_every_year():
    found = judged(ministry(1, growth=0.08))
    assert found.z_own.abs().max() < 4.5 and found.z_own[found.fiscal_year == 2024].abs().median() < 1.5


def test_the_chance_to_meet_a_target_is_not_told_by_the_year_itself():
    found = pd.concat([judged(ministry(1, seed=seed)) for seed in range(10)])
    known = found[found.target_n_own >= 3]
    met = known.actual_value >= known.target_value
    assert known.target_p_meet.between(0.02, 0.98).mean() > 0.9
    assert abs(known.target_p_meet.mean() - met.mean()) < 0.05


@pytest.mark.parametrize("n_bodies", [1, 5, 40])
def test_a_whole_year_in_another_unit_is_found_in_every_figure(n_bodies):
    rows = ministry(n_bodies)
    of_year = rows.fiscal_year == 2023
    rows.loc[of_year, "actual_value"] *= 1000
    found = judged(rows)
    assert (found.slip_power[of_year] == 3).mean() > 0.98 and found.slip_power[~of_year].isna().all()


@pytest.mark.parametrize("all_of_them", [False, True])
def test_a_share_printed_as_part_of_one_is_found_with_its_percent(all_of_them):
    rows = ministry(3)
    rows["actual_value"], rows["is_share"] = 100 / (1 + np.exp(2 - np.log(rows.actual_value) / 2)), True
    there = (rows.fiscal_year == 2022) & (all_of_them | (rows.slot == 5))
    right = rows.actual_value[there]
    rows.loc[there, "actual_value"] /= 100
    found = judged(rows)
    assert (found.slip_power[there] == -2).all() and found.slip_value[there].to_numpy() == pytest.approx(right.to_numpy())
    assert found.slip_power[~there].isna().all()


def test_after_a_year_of_nothing_nobody_says_how_hard_a_ceiling_is():
    rows = ministry(1).assign(direction=lambda all_rows: np.where(all_rows.slot == 3, "lower", "higher"))
    for slot in (3, 4):
        rows.loc[(rows.slot == slot) & (rows.fiscal_year == 2021), "actual_value"] = 0
    found = judged(rows)
    ceiling, floor = (found[found.slot == slot].set_index("fiscal_year").target_p_meet for slot in (3, 4))
    assert ceiling[2020:2021].notna().all() and ceiling[2022:].isna().all()
    assert floor[2022:].notna().all()
