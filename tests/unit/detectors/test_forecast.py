"""Forecasts over a small made-up province: what stands out, what does not, and how often a stated chance comes true."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipelines.detectors.forecast import EVIDENCE, forecasts

UNITS, YEARS = 60, 5


def province(seed: int) -> pd.DataFrame:
    """Three counts and the money of a programme a unit: a level of its own, years that move all of them, and a little noise."""
    rng = np.random.default_rng(seed)
    level, year = rng.normal(7, 0.5, (UNITS, 1, 1)), 0.15 * rng.normal(size=(UNITS, 1, YEARS))
    counts = np.exp(level + year + rng.normal(0, 0.04, (UNITS, 3, YEARS)))
    money = np.exp(level + year + 3)[:, 0]
    unit, slot, time = (axis.ravel() for axis in np.meshgrid(range(UNITS), range(3), range(YEARS), indexing="ij"))
    rows = pd.DataFrame({"unit": unit, "slot": slot, "fiscal_year": 2020 + time, "actual_value": counts.ravel(), "executed": money[unit, time]})
    return rows.assign(
        indicator_report_id=[f"r{i}" for i in range(len(rows))], series_key=rows.unit.astype(str) + "/" + rows.slot.astype(str), peer_key=rows.slot,
        programme_key=rows.unit.astype(str) + "/" + rows.fiscal_year.astype(str), verified_value=np.nan, is_share=False, is_counted=True,
        is_raisable=True, is_assessable=True, direction="higher", adopted=np.nan,
        target_value=rows.actual_value.groupby([rows.unit, rows.slot]).shift(1) * rng.uniform(0.8, 1.2, len(rows)),
    )  # fmt: skip


def judged(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.merge(forecasts(rows), on="indicator_report_id")


@pytest.fixture
def last():
    rows = province(7)
    return rows, rows.index[(rows.unit == 3) & (rows.slot == 1) & (rows.fiscal_year == 2024)][0]


def test_a_figure_that_grows_alone_stands_out_and_one_that_grows_with_its_programme_does_not(last):
    rows, here = last
    programme = rows.index[(rows.unit == 8) & (rows.fiscal_year == 2024)]
    rows.loc[here, "actual_value"] *= 1.6
    rows.loc[programme, ["actual_value", "executed"]] *= 1.6
    found = judged(rows)
    assert found.z_together[here] > 5 and found.z_cost[here] < -5
    assert found.z_together[programme].abs().max() < 3
    assert found.expected_together[here] == pytest.approx(rows.actual_value[here] / 1.6, rel=0.25)


@pytest.mark.parametrize("power", [-4, -1, 1, 3])
def test_a_slip_is_found_with_its_power_and_what_the_money_did_too_is_none(last, power):
    rows, here = last
    right = rows.actual_value[here]
    rows.loc[here, "actual_value"] = right * 10.0**power
    rows.loc[(rows.unit == 8) & (rows.fiscal_year == 2024), ["actual_value", "executed"]] *= 10.0**power
    found = judged(rows)
    assert found.slip_power[here] == power and found.slip_value[here] == pytest.approx(right)
    assert found.slip_power.drop(here).isna().all()


def test_zero_blank_and_nothing_at_all_give_no_evidence(last):
    rows, here = last
    rows.loc[here, "actual_value"] = 0
    rows.loc[here - 1, "actual_value"] = np.nan
    found = judged(rows)
    assert found.loc[[here, here - 1], ["z_own", "z_together", "slip_power"]].isna().all(axis=None)
    assert list(forecasts(rows.iloc[:0]).columns) == EVIDENCE


def test_units_that_raise_two_of_three_counts_stand_out_and_those_whose_money_grows_along_do_not(last):
    rows, _ = last
    of_year = rows.fiscal_year == 2024
    raising, growing, lowering = (rows.unit.between(first, first + 9) & of_year for first in (0, 10, 20))
    rows.loc[raising & (rows.slot > 0), "actual_value"] *= 1.15
    rows.loc[growing, ["actual_value", "executed"]] *= 1.15
    rows.loc[lowering & (rows.slot > 0), "actual_value"] /= 1.15
    found = judged(rows)[of_year].groupby("unit")[["raised", "lowered", "raised_by_chance"]].sum()
    over, under = (found[side] / np.sqrt(found.raised_by_chance) for side in ("raised", "lowered"))
    others = over[30:]
    assert over[:10].mean() > others.mean() + 2 * others.std() and under[20:30].mean() > others.mean() + 2 * others.std()
    assert abs(over[10:20].mean() - others.mean()) < others.std()


def test_two_years_say_nothing_about_raising():
    rows = province(7)
    assert judged(rows[rows.fiscal_year >= 2023]).raised.isna().all()


def test_a_stated_chance_of_meeting_a_target_comes_true_as_often():
    found = pd.concat([judged(province(seed)) for seed in range(6)])
    known = found[found.target_p_meet.notna() & (found.target_n_own >= 3)]
    met = known.actual_value >= known.target_value
    place = (known.target_p_meet * 5).clip(upper=4.999).astype(int)
    gap = (known.target_p_meet.groupby(place).mean() - met.groupby(place).mean()).abs()
    assert (gap * place.value_counts(normalize=True)).sum() < 0.05


def error_of(rows: pd.DataFrame) -> pd.Series:
    """By how much the reports of the last year missed what was to be expected when their targets were set."""
    found = judged(rows)
    return np.log(found.actual_value / found.target_expected)[found.fiscal_year == 2024]


def test_a_budget_that_figures_used_to_follow_says_what_to_expect():
    rows = province(5)
    told = rows.assign(adopted=rows.executed)
    assert error_of(told).abs().median() < 0.6 * error_of(rows).abs().median()
    richer = told.unit.eq(3) & told.fiscal_year.eq(2024)
    before, after = judged(told), judged(told.assign(adopted=told.adopted.where(~richer, 2 * told.adopted)))
    assert (after.target_expected > 1.5 * before.target_expected)[richer].all() and (after.target_p_meet > before.target_p_meet)[richer].all()
    pd.testing.assert_series_equal(after.target_as_before, before.target_as_before)


def test_a_budget_that_figures_never_followed_says_nothing():
    rows = province(5)
    drawn = rows.assign(adopted=np.random.default_rng(5).permutation(rows.executed.to_numpy()))
    assert (judged(drawn).target_expected / judged(rows).target_expected).dropna().between(0.85, 1.18).mean() > 0.95


def test_when_all_budgets_rise_and_figures_did_not_follow_before_none_is_expected_to():
    rows = province(5)
    dearer = rows.executed * rows.fiscal_year.map({2020: 1, 2021: 1.4, 2022: 1.3, 2023: 1.8, 2024: 3})
    assert abs(error_of(rows.assign(adopted=dearer)).median() - error_of(rows.assign(adopted=rows.executed)).median()) < 0.15


def test_what_is_granted_without_a_past_and_a_past_without_a_grant_change_nothing():
    rows = province(5)
    new = rows.assign(adopted=rows.executed.where(rows.fiscal_year == 2024))
    lapsed = rows.assign(adopted=rows.executed.where(rows.fiscal_year < 2024))
    expected = judged(rows).target_expected[rows.fiscal_year == 2024]
    for given in (new, lapsed):
        pd.testing.assert_series_equal(judged(given).target_expected[rows.fiscal_year == 2024], expected)


def test_one_wrong_year_of_three_does_not_make_its_neighbour_look_wrong(last):
    rows, here = last
    rows.loc[here - 1, "actual_value"] *= 3
    rows.loc[here - 1, "executed"] /= 3
    found = judged(rows.drop(here - 3))
    judged_now = found[found.indicator_report_id == rows.indicator_report_id[here]].iloc[0]
    assert judged_now.n_own == 3 and abs(judged_now.z_own) < 3 and abs(judged_now.z_cost) < 3


def test_companions_that_tell_of_most_of_a_peer_group_are_asked_in_all_of_it():
    rows = province(7)
    rows["actual_value"] *= np.exp(np.random.default_rng(7).normal(0, 0.07, len(rows)))
    assert judged(rows).z_together.notna().all()


def test_the_same_input_gives_the_same_bits():
    rows = province(1)
    pd.testing.assert_frame_equal(forecasts(rows), forecasts(rows), check_exact=True)


def test_a_figure_that_joins_other_peers_later_moves_no_forecast_of_others(last):
    """The first year decides who the peers of a series are; a name that only a later year has is nobody's."""
    rows, _ = last
    rows = rows.assign(adopted=rows.executed, peer_key=rows.peer_key.astype(str))
    renamed = rows.assign(peer_key=rows.peer_key.where(rows.index != 1, "a name of its own"))
    columns = ["z_own", "z_together", "target_p_meet", "raised"]
    pd.testing.assert_frame_equal(judged(renamed)[columns], judged(rows)[columns])


def test_figures_that_never_change_make_no_change_of_others_unusual(last):
    """Two series of three stand still; the third varies as it always did."""
    rows, _ = last
    still = rows.assign(actual_value=rows.actual_value.where((rows.unit % 3 == 0) | (rows.fiscal_year == 2020)))
    still["actual_value"] = still.groupby("series_key").actual_value.ffill()
    still["executed"] = 1000.0
    assert (judged(still).z_own[still.unit % 3 == 0].abs() < 6).all()
