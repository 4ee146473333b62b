"""What single figures say about having been raised, and what many of them say together."""

from __future__ import annotations

import runpy
from pathlib import Path

import duckdb
import numpy as np
import pytest

from pipelines.detectors.inflation import MOST, Against, signs_of_raising
from pipelines.detectors.targets import TAIL

MODEL = Path(__file__).parents[3] / "dbt_project" / "models" / "quality" / "evidence" / "int_indicator_forecasts.py"
NONE = np.nan


def signs(value=7.0, is_share=False, money=(NONE, 0.06), register=(NONE, 0.08), history=(NONE, 0.15), spending=(0.0, 0.12), programme=None):
    """Signs of figures that lie so far above each piece of evidence (error, scale), each of a programme of its own; numbers or columns."""
    size = max(np.size(part) for part in (value, money[0], register[0], history[0], spending[0]))
    columns = [Against(*(np.full(size, part, dtype=float) for part in pair)) for pair in (money, register, history, spending)]
    return signs_of_raising(np.full(size, value, dtype=float), np.full(size, is_share), np.arange(size) if programme is None else programme, *columns)


@pytest.mark.parametrize(("scales", "is_share"), [((0.06, NONE), False), ((0.03, 0.08), False), ((0.3, 0.1), False), ((NONE, 0.3), True)])
def test_honest_figures_say_nothing_on_average_and_vary_as_stated(scales, is_share):
    rng = np.random.default_rng(5)
    money, register = ((rng.standard_t(TAIL, 40000) * scale, scale) for scale in scales)
    level = 2.0
    # Two pieces of evidence are taken for one as sharp as both, which states a little too much.
    raised, lowered, by_chance = signs(level + register[0] if is_share else level, is_share, money, register)
    for side in (raised, lowered):
        assert abs(side.mean()) < 0.02 and side.var() == pytest.approx(by_chance.mean(), rel=0.2)


def test_a_raised_figure_says_so_the_more_the_less_it_usually_errs_and_what_is_turned_round_says_the_opposite():
    sharp, blunt = (signs(money=(0.12, scale)) for scale in (0.04, 0.2))
    assert sharp[0][0] > 3 * blunt[0][0] > 0 and sharp[1][0] < 0
    assert signs(money=(-0.12, 0.04))[1] == pytest.approx(sharp[0])


def test_two_pieces_of_evidence_say_more_than_one_and_a_contrary_one_takes_back():
    one, both, contrary = (signs(money=(0.12, 0.06), register=(error, 0.06))[0][0] for error in (NONE, 0.12, -0.05))
    assert both > one > contrary


def test_figures_of_one_programme_that_err_alike_vary_together_as_stated_and_say_nothing_on_average():
    rng = np.random.default_rng(5)
    programme = np.repeat(np.arange(10000), 4)
    shared, own = rng.standard_t(TAIL, 10000)[programme], rng.standard_t(TAIL, 40000)
    errors = 0.06 * (0.7 * shared + 0.51**0.5 * own)
    raised, lowered, by_chance = signs(money=(errors, 0.06), programme=programme)
    stated = np.bincount(programme, by_chance).mean()
    for side in (raised, lowered):
        assert abs(side.mean()) < 0.03 and np.bincount(programme, side).var() == pytest.approx(stated, rel=0.2)
    each_alone, _, by_chance = signs(money=(errors, 0.06))
    assert np.bincount(programme, each_alone).var() > 1.4 * np.bincount(programme, by_chance).mean()


def test_one_figure_alone_says_no_more_than_sevenfold_whatever_it_is():
    said = [signs(value=1.4, is_share=True, history=(error, 0.1))[0][0] for error in (0.3, 0.5, 0.8)]
    # Measured from what honest figures say on average, which is a little less than nothing.
    assert MOST < max(said) < MOST + 0.5


def test_money_that_broke_off_is_no_sign_of_some_percent():
    assert signs(money=(3.0, 0.06))[0][0] < 0.5 * signs(money=(0.15, 0.06))[0][0]


def test_a_share_has_to_rise_further_than_its_money_and_not_at_all_where_a_register_bears_it_out():
    rise = {"value": 2.6, "is_share": True, "history": (1.0, 0.15)}
    assert signs(**rise)[0][0] > 2
    assert signs(**rise, spending=(0.7, 0.12))[0][0] < 0
    assert signs(**rise, register=(0.0, 0.3))[0][0] < 0
    assert np.isnan(signs(**rise, spending=(NONE, 0.12))[0][0])


def test_a_share_at_the_top_and_a_figure_without_evidence_say_nothing():
    raised, _, by_chance = signs(value=np.log(99.5 / 0.5), is_share=True, history=(0.0, 0.05))
    assert raised[0] == pytest.approx(0, abs=1e-9) and by_chance[0] == pytest.approx(0, abs=1e-9)
    assert np.isnan(np.array(signs())).all()


@pytest.mark.parametrize(
    ("is_share", "nature", "direction", "value", "is_norm", "raisable"),
    [
        (False, "quantity", "higher", 10, False, True), (False, "quantity", "unknown", 10, False, True), (False, "quantity", "higher", 9, False, False),
        (False, "quantity", "higher", 0, False, False), (False, "quantity", "higher", None, False, False), (False, "quantity", "lower", 50, False, False),
        (False, "cost", "higher", 50, False, False), (True, "social", "higher", 5, False, True), (True, "quality", "higher", 100, True, False),
        (True, "social", "unknown", 50, False, False), (True, "execution", "higher", 50, False, False),
    ],
)  # fmt: skip
def test_which_figures_can_be_raised(is_share, nature, direction, value, is_norm, raisable):
    row = {
        "indicator_report_id": "a", "indicator_id": "i", "period_months": 12, "period_end": "2024-12-31", "peer_key": "p", "fiscal_year": 2024,
        "target_state": "number", "target_value": 1, "executed": 1, "adopted": 1, "verified_value": 1, "programme_id": "p", "organisation_id": "o",
    } | {"is_share": is_share, "nature": nature, "direction": direction, "actual_value": value, "is_norm": is_norm}  # fmt: skip
    names = ", ".join(f"${name}{'::date' if name == 'period_end' else ''} as {name}" for name in row)
    found = duckdb.sql(f"select {names}", params=row).select(runpy.run_path(str(MODEL))["COLUMNS"]).df()
    assert bool(found.is_raisable[0]) is raisable
