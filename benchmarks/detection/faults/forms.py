"""Faults of the filled form: scores, weights, grades, bands (14), pasted texts (23), texts against the table (24)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from benchmarks.detection.faults.places import NOTHING, Case, Places
from benchmarks.detection.generator.form import figure
from benchmarks.detection.generator.narrative import opening
from benchmarks.detection.words import BENEFIT, MAIN, QUALITATIVE, SECOND, TIMELY

TOO_MANY = {1: 0.5, 2: 2.0, 3: 5.0}
TEXT_OFF = {1: (0.005, 0.02), 2: (0.02, 0.10), 3: (0.10, 0.50)}
BAND_TOP = {0: 1.0, 1: 0.8, 2: 0.6}


def over_scored(places: Places, rows: pd.DataFrame, totals: pd.DataFrame) -> list[Case]:
    """Type 14, score above the formula: a missed target earns more than its part; the total follows."""
    cases = []
    for strength in (1, 2, 3):
        missed = np.zeros(places.book.free.shape, dtype=bool)
        low = rows[(rows.score < rows.weight - TOO_MANY[strength] * 0.4) & rows.slot.isin([MAIN, SECOND, BENEFIT])]
        missed[low.programme, low.slot, low.year] = True
        for p, s, t in places.rows((MAIN, SECOND, BENEFIT), -(-places.per_cell // 4), missed):
            at = _row(rows, p, s, t)
            right = rows.at[at, "score"]
            wrong = round(min(rows.at[at, "weight"], right + TOO_MANY[strength]), 2)
            _set_score(rows, totals, at, wrong)
            cases.append(_case(places, "score", strength, "row", (p, s, t), ("score", wrong, right)))
    return cases


def wrong_weight(places: Places, rows: pd.DataFrame, totals: pd.DataFrame) -> list[Case]:
    """Type 14, weights that don't add up to 100; the printed total is what they add up to."""
    cases = []
    for strength in (1, 2, 3):
        for p, t in places.programmes(-(-places.per_cell // 4)):
            at = _row(rows, p, TIMELY, t)
            right = rows.at[at, "weight"]
            rows.at[at, "weight"] = right + {1: 1, 2: 5, 3: 15}[strength]
            rows.at[at, "weight_text"] = figure(rows.at[at, "weight"])
            totals.loc[(totals.programme == p) & (totals.year == t), "weight"] = 100.0
            cases.append(_case(places, "weight", strength, "programme", (p, TIMELY, t), ("weight", rows.at[at, "weight"], right)))
    return cases


def wrong_grade(places: Places, rows: pd.DataFrame, totals: pd.DataFrame) -> list[Case]:
    """Type 14, a better grade than the total score gives."""
    cases, better = [], {"良": "优", "中": "良", "差": "中"}
    below = np.zeros(places.book.free.any(axis=1).shape, dtype=bool)
    low = totals[totals.grade.isin(list(better))]
    below[low.programme, low.year] = True
    for number, (p, t) in enumerate(places.programmes(-(-3 * places.per_cell // 4), below)):
        at = totals.index[(totals.programme == p) & (totals.year == t)][0]
        right = totals.at[at, "grade"]
        totals.at[at, "grade"] = better[right]
        cases.append(_case(places, "grade", 1 + number % 3, "programme", (p, NOTHING, t), ("grade", better[right], right)))
    return cases


def broken_band(places: Places, rows: pd.DataFrame, totals: pd.DataFrame) -> list[Case]:
    """Type 14, more points than the qualitative band allows."""
    cases, book = [], places.book
    for strength, share in ((1, 0.04), (2, 0.1), (3, 0.2)):
        lower = np.broadcast_to((book.band > 0)[:, None, :], book.free.shape)
        for p, s, t in places.rows((QUALITATIVE,), -(-places.per_cell // 4), lower):
            at = _row(rows, p, s, t)
            right = rows.at[at, "score"]
            wrong = round(rows.at[at, "weight"] * (BAND_TOP[int(book.band[p, t])] + share), 2)
            _set_score(rows, totals, at, wrong)
            cases.append(_case(places, "band", strength, "row", (p, s, t), ("score", wrong, right)))
    return cases


def text_against_table(places: Places, texts: pd.DataFrame) -> list[Case]:
    """Type 24: the sentence says another figure than the table."""
    cases, book = [], places.book
    for strength in (1, 2, 3):
        for number, (p, t) in enumerate(places.programmes()):
            factor = 1 + places.rng.uniform(*TEXT_OFF[strength])
            field = ("executed", "main")[number % 2]
            right = float(book.executed[p, t] if field == "executed" else book.actual[p, MAIN, t])
            wrong = round(right * factor, 2) if field == "executed" else float(np.ceil(right * factor))
            said = f"{wrong:.2f}" if field == "executed" else figure(wrong, MAIN)
            texts.loc[(texts.programme == p) & (texts.year == t), "opening"] = opening(book, p, t, **{field: said})
            cases.append(_case(places, field, strength, "programme", (p, NOTHING, t), ("narrative", wrong, right), kind=24))
    return cases


def pasted_text(places: Places, texts: pd.DataFrame) -> list[Case]:
    """Type 23: another unit's report, with that unit's name left in it; weaker: half of it, or only the name."""
    cases, book = [], places.book
    body = texts.set_index(["programme", "year"]).body
    for strength in (1, 2, 3):
        for p, t in places.programmes():
            others = [(q, y) for q, y in body.index if y == t and book.world.unit_of[q] != book.world.unit_of[p]]
            q, _ = others[int(places.rng.integers(0, len(others)))]
            foreign = book.world.unit_names[book.world.unit_of[q]]
            cut = {1: 0.0, 2: 0.5, 3: 1.0}[strength]
            theirs, own = body[q, t], body[p, t]
            mixed = theirs[: int(len(theirs) * cut)] + own[int(len(own) * cut) :] + f"{foreign}将继续做好后续管护工作。"
            texts.loc[(texts.programme == p) & (texts.year == t), "body"] = mixed
            case = _case(places, "pasted", strength, "programme", (p, NOTHING, t), ("narrative", foreign, ""), kind=23)
            cases.append(replace(case, counterpart=q))
    return cases


def _row(rows: pd.DataFrame, programme: int, slot: int, year: int) -> int:
    return int(rows.index[(rows.programme == programme) & (rows.slot == slot) & (rows.year == year)][0])


def _set_score(rows: pd.DataFrame, totals: pd.DataFrame, at: int, score: float) -> None:
    """The total and the grade follow, as they do where a cheat fills in the form."""
    gain = score - rows.at[at, "score"]
    rows.at[at, "score"], rows.at[at, "score_text"] = score, figure(score)
    of = (totals.programme == rows.at[at, "programme"]) & (totals.year == rows.at[at, "year"])
    totals.loc[of, "score"] = (totals.loc[of, "score"] + gain).round(2)


def _case(
    places: Places, variant: str, strength: int, scope: str, row: tuple[int, int, int], said: tuple[str, float | str, float | str], kind: int = 14
) -> Case:
    programme, slot, year = row
    column, wrong, right = said
    unit = int(places.book.world.unit_of[programme])
    return Case(kind, variant, strength, scope, unit, programme, slot, year, column=column, wrong=wrong, right=right)
