"""The answer key: one row per planted fault and per honest hard row, with file and row number. It never lies in the inbox."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from benchmarks.detection.faults.places import Case
from benchmarks.detection.generator.honest import HardCase
from benchmarks.detection.generator.world import World, region_code
from benchmarks.detection.settings import FIRST_YEAR
from benchmarks.detection.words import MAIN

COLUMNS = [
    "case_id", "type", "variant", "strength", "scope", "region", "organisation", "programme", "indicator", "fiscal_year", "table", "file", "row_number",
    "column", "size", "wrong_value", "right_value", "counterpart", "is_hard_negative", "family",
]  # fmt: skip


def truth_table(world: World, cases: list[Case], hard: list[HardCase], rows: pd.DataFrame, money: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Faults first, then honest hard rows; a fault of a whole unit names no row."""
    places = rows.set_index(["programme", "slot", "year"])[["file", "row_number", "indicator"]].to_dict("index")
    lines = {name: _lines(table) for name, table in money.items()}
    found = [_fault(world, number, case, places, lines) for number, case in enumerate(cases)]
    shown = {(case.programme, slot, case.year): case.family for case in hard for slot in case.slots if (case.programme, slot, case.year) in places}
    found += [_honest(world, number, key, family, places[key]) for number, (key, family) in enumerate(shown.items())]
    return pd.DataFrame(found, columns=COLUMNS)


def _fault(world: World, number: int, case: Case, places: dict, lines: dict) -> dict[str, object]:  # type: ignore[type-arg]
    place: dict[str, object] = {}
    if case.table == "evaluation" and case.scope != "unit":
        place = places[case.programme, case.slot if case.slot >= 0 else MAIN, case.year]
    elif case.scope != "unit":
        place = lines[case.table][case.unit, case.programme, case.slot, case.year]
    whole = asdict(case)
    return {
        "case_id": f"F{number:05d}", "type": case.kind, **{name: whole[name] for name in ("variant", "strength", "scope", "table", "column", "size")},
        **_who(world, case.unit, case.programme, case.year), "indicator": place.get("indicator", "") if case.slot >= 0 else "",
        "file": place.get("file", ""), "row_number": place.get("row_number", ""), "wrong_value": case.wrong, "right_value": case.right,
        "counterpart": f"P{case.counterpart:05d}" if case.counterpart >= 0 else "", "is_hard_negative": 0, "family": "",
    }  # fmt: skip


def _honest(world: World, number: int, key: tuple[int, int, int], family: str, place: dict[str, object]) -> dict[str, object]:
    programme, _, year = key
    who = _who(world, int(world.unit_of[programme]), programme, year)
    return {
        "case_id": f"H{number:05d}",
        "type": 0,
        "strength": 0,
        "scope": "row",
        "table": "evaluation",
        **who,
        **place,
        "is_hard_negative": 1,
        "family": family,
    }


def _who(world: World, unit: int, programme: int, year: int) -> dict[str, object]:
    shown = f"P{programme:05d}" if 0 <= programme < world.n_programmes else ""
    return {"region": region_code(world, unit), "organisation": f"U{unit:04d}", "programme": shown, "fiscal_year": year + FIRST_YEAR}


def _lines(table: pd.DataFrame) -> dict[tuple[int, int, int, int], dict[str, object]]:
    """Lines of money by unit, programme, kind of transfer, year."""
    programme = table.programme if "programme" in table else pd.Series(-1, index=table.index)
    kind = table.kind if "kind" in table else pd.Series(-1, index=table.index)
    keys = zip(table.unit, programme.where(table.get("order", pd.Series(0, index=table.index)) == 0, -1), kind, table.year, strict=True)
    return {tuple(map(int, key)): {"file": f, "row_number": r} for key, f, r in zip(keys, table.file, table.row_number, strict=True)}  # type: ignore[misc]
