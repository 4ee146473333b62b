"""A figure beside the others of its programme: what moved with it, and what did not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.detectors.companions import median_of_others, movement_of_companions


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
