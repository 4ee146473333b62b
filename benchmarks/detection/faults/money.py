"""Faults of tables of money: calibers (9), months (10), totals (11), two reports (12), transfers (13)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.detection.faults.places import NOTHING, Case, Places
from benchmarks.detection.generator.money import MONTHS

# Sizes of real mismatches: a tenth below 0.016 %, a quarter below 0.18 %, half below 2.9 %, three quarters below 42 %.
SIZE = {1: (0.0002, 0.0018), 2: (0.0018, 0.03), 3: (0.03, 0.42)}
RATIO = {1: (1.0, 1.05), 2: (1.05, 1.3), 3: (1.3, 9.0)}


def caliber_of_money(places: Places, table: pd.DataFrame) -> list[Case]:
    """Type 9 with both calibers stored: the own level shows the whole area's figure."""
    cases, free = [], _judged(places, table)
    ratio = places.book.world.ratio[table.unit]
    for strength, (low, high) in RATIO.items():
        for at in _draw(places, free & (ratio >= low) & (ratio < high), -(-places.per_cell // 3)):
            free[at] = False
            right, wrong = float(table.at[at, "本级支出"]), float(table.at[at, "全辖支出"])
            table.at[at, "本级支出"] = wrong
            cases.append(_case(table, at, (9, "money_both", strength), ("calibers", "本级支出"), wrong, right))
    return cases


def broken_months(places: Places, money: pd.DataFrame, outputs: pd.DataFrame) -> list[Case]:
    """Type 10: single months in a cumulative table, from October, July or February on; and cumulative figures in a table of single months."""
    cases, free, free_out = [], _judged(places, money), _judged(places, outputs)
    for strength, start in ((1, 9), (2, 6), (3, 1)):
        for at in _draw(places, free, places.per_cell // 2):
            free[at] = False
            values = money.loc[at, MONTHS].to_numpy(dtype=float)
            single = np.round(np.diff(values, prepend=0.0), 2)
            wrong = np.where(np.arange(12) >= start, single, values)
            money.loc[at, MONTHS] = wrong
            cases.append(_case(money, at, (10, "month_in_cumulative", strength), ("monthly", MONTHS[-1]), float(wrong[-1]), float(values[-1])))
        for at in _draw(places, free_out, places.per_cell - places.per_cell // 2):
            free_out[at] = False
            values = outputs.loc[at, MONTHS].to_numpy(dtype=float)
            wrong = np.where(np.arange(12) >= start, np.cumsum(values), values)
            outputs.loc[at, MONTHS] = wrong
            cases.append(_case(outputs, at, (10, "cumulative_in_month", strength), ("outputs", MONTHS[-1]), float(wrong[-1]), float(values[-1])))
    return cases


def broken_total(places: Places, totals: pd.DataFrame) -> list[Case]:
    """Type 11: the printed total of a unit is not the sum of its programmes."""
    return _off(places, totals, (11, ""), ("budget_total", "决算数"))


def two_reports(places: Places, ledger: pd.DataFrame) -> list[Case]:
    """Type 12: the treasury paid another amount than the unit reports."""
    return _off(places, ledger, (12, ""), ("ledger", "国库支付数"))


def broken_mirror(places: Places, transfers: pd.DataFrame) -> list[Case]:
    """Type 13: the receiver books another amount than the payer."""
    return _off(places, transfers, (13, ""), ("transfers_in", "received"))


def _off(places: Places, table: pd.DataFrame, what: tuple[int, str], where: tuple[str, str]) -> list[Case]:
    cases, free, column = [], _judged(places, table), where[1]
    for strength in (1, 2, 3):
        for at in _draw(places, free, places.per_cell):
            free[at] = False
            right = float(table.at[at, column])
            off = places.rng.uniform(*SIZE[strength]) * places.rng.choice([-1, 1])
            wrong = round(right * (1 + off) + (0.03 if off > 0 else -0.03), 2)
            table.at[at, column] = wrong
            cases.append(_case(table, at, (*what, strength), where, wrong, right))
    return cases


def _judged(places: Places, table: pd.DataFrame) -> np.ndarray:
    """Rows of judged years; programmes only where the panel left them alone."""
    judged = (table.year >= places.book.world.profile.first_judged).to_numpy()
    if "programme" in table:
        judged = judged & places.book.free.all(axis=1)[table.programme, table.year]
    return np.array(judged)


def _draw(places: Places, free: np.ndarray, number: int) -> list[int]:
    candidates = np.flatnonzero(free)
    return [int(at) for at in places.rng.permutation(candidates)[:number]]


def _case(table: pd.DataFrame, at: int, what: tuple[int, str, int], where: tuple[str, str], wrong: float, right: float) -> Case:
    """Lines of money are known by unit, programme (or kind of transfer) and year."""
    kind, variant, strength = what
    row = table.loc[at]
    programme = int(row.programme) if "programme" in table else NOTHING
    slot = int(row.kind) if "kind" in table else NOTHING
    size = wrong / right - 1 if right else float("nan")
    return Case(kind, variant, strength, "money", int(row.unit), programme, slot, int(row.year), where[0], where[1], size, wrong, right)
