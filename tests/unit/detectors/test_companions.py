"""A figure beside the others of its programme: what moved with it, and what did not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipelines.detectors.companions import median_of_others, movement_of_companions, told_apart


def test_the_median_of_a_group_leaves_out_the_value_itself():
    median, number = median_of_others(np.array([1.0, 5.0, 9.0, 2.0, np.nan]), np.array(["a", "a", "a", "b", "b"], dtype=object))
    assert median[:3].tolist() == [7.0, 5.0, 3.0]
    assert np.isnan(median[3:]).all()
    assert number.tolist() == [2, 2, 2, 0, 0]


def test_nothing_to_compare_is_nothing_known():
    median, number = median_of_others(np.array([]), np.array([], dtype=object))
    assert len(median) == len(number) == 0


def test_money_is_a_companion_and_what_is_no_count_meets_the_money_alone():
    moved, money = np.array([0.7, 0.0, 0.1, -2.0]), np.full(4, 0.1)
    beside, number = movement_of_companions(moved, money, np.array([True, True, True, False]), pd.Series(["p"] * 4))
    assert beside.tolist() == [0.1, 0.1, 0.1, 0.1]
    assert number.tolist() == [3, 3, 3, 1]
    alone, none = movement_of_companions(moved[:1], np.array([np.nan]), np.array([True]), pd.Series([None], dtype=object))
    assert np.isnan(alone[0]) and none[0] == 0


def errors_of_groups(rng, n_groups, size, common):
    """Standardised errors with this correlation within each group, and the group of each."""
    group = np.repeat(np.arange(n_groups), size)
    return np.sqrt(common) * rng.normal(size=n_groups)[group] + np.sqrt(1 - common) * rng.normal(size=len(group)), group


def test_errors_that_share_a_part_are_made_independent_and_a_shift_of_all_counts_as_in_their_sum():
    z, group = errors_of_groups(np.random.default_rng(3), 5000, 4, 0.5)
    apart, step = told_apart(z, np.ones(len(z)), group)
    correlation = np.corrcoef(apart.reshape(-1, 4).T)
    assert correlation.diagonal() == pytest.approx(1) and abs(correlation[np.triu_indices(4, 1)]).max() < 0.05
    assert apart.std() == pytest.approx(1, rel=0.03)
    # The mean of four such errors has a variance of 0.625, so a shift of one is 1.26 of its standard deviations.
    assert np.sqrt((step[:4] ** 2).sum()) == pytest.approx(1 / np.sqrt(0.625), rel=0.03)


def test_what_one_alone_has_stands_out_and_an_error_without_company_stays_as_it_is():
    z, group = errors_of_groups(np.random.default_rng(3), 2000, 4, 0.5)
    z = np.append(z, [2.0, 0.0, 0.0, 0.0, 2.0, np.nan])
    apart, step = told_apart(z, np.ones(len(z)), np.append(group, [-1, -1, -1, -1, -2, -3]))
    assert apart[-6] > 2.2 and max(apart[-5:-2]) < 0
    assert apart[-2] == pytest.approx(2) and step[-2] == pytest.approx(1)
    assert np.isnan(apart[-1]) and step[-1] == 1


@pytest.mark.parametrize("common", [0.0, -0.3])
def test_errors_with_nothing_in_common_are_left_alone(common):
    rng = np.random.default_rng(3)
    z = rng.normal(size=4000)
    z[1::2] += common * 3 * z[::2]
    apart, step = told_apart(z, np.ones(len(z)), np.repeat(np.arange(2000), 2))
    assert apart == pytest.approx(z, abs=0.15) and step == pytest.approx(1, abs=0.05)


def test_few_pairs_say_little_and_nothing_says_nothing():
    alike, _ = told_apart(np.array([2.0, 2.0]), np.ones(2), np.array(["p", "p"]))
    assert alike == pytest.approx(2, abs=0.15)
    assert all(len(column) == 0 for column in told_apart(np.array([]), np.array([]), np.array([], dtype=object)))
