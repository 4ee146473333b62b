"""Every folder beside this file is a kind of export: its contract, made-up files and what must land. A new folder needs no code here."""

from __future__ import annotations

import csv
import datetime
import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from pipelines.contracts.load import load_contract
from pipelines.landing.matching import assignments
from pipelines.landing.schema import prepare_landed
from pipelines.landing.write import land_file

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/contract.yml"))
# What each expected file is about; a folder has at least one of them.
EXPECTED = {"expected.csv": "amounts", "expected_indicators.csv": "indicators", "expected_parked.csv": "parked"}
OURS = {"contract.yml", "make_export.py", *EXPECTED}
PROMISES = [(folder, name) for folder in FOLDERS for name in EXPECTED if (folder / name).exists()]


def landed(fixture: Path, table: str, place: Path) -> list[dict[str, Any]]:
    """All landed rows of one table over all files of the fixture, each with its file."""
    editions = load_contract(fixture / "contract.yml")
    prepare_landed(place)
    rows: list[dict[str, Any]] = []
    for path in sorted(path for path in fixture.iterdir() if path.is_file() and path.name not in OURS):
        data = path.read_bytes()
        found = assignments(path.name, hashlib.sha256(data).hexdigest(), editions, fixture.name)
        assert len(found) == 1, f"{path.name} is governed by {len(found)} editions"
        outcome = land_file(place, found[0], data)
        assert outcome.status == "landed", f"{path.name}: {outcome.reason}: {outcome.detail}"
        target = place / table / f"{outcome.landed_key}.parquet"
        found_rows = parquet.read_table(target).to_pylist() if target.exists() else []
        rows += sorted(({**row, "file_name": path.name} for row in found_rows), key=_address)
    return rows


def _address(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) or 0 if name != "sheet" else row[name] or "" for name in ("sheet", "row_number", "column_number", "line_place"))


def same(value: Any, text: str) -> bool:
    """Whether a landed value is what the expected file writes: figures by value, all else letter by letter."""
    if value is None or text == "":
        return value is None and text == ""
    if isinstance(value, Decimal | int):
        return Decimal(value) == Decimal(text)
    return (value.isoformat() if isinstance(value, datetime.date) else value) == text


def differences(rows: list[dict[str, Any]], expected: Path) -> list[str]:
    with expected.open(encoding="utf-8", newline="") as file:
        wanted = list(csv.DictReader(file))
    said = [
        f"row {number}: {name} is {row[name]!r}, expected {text!r}"
        for number, (row, line) in enumerate(zip(rows, wanted, strict=False), start=2)
        for name, text in line.items()
        if not same(row[name], text)
    ]
    return said + ([] if len(rows) == len(wanted) else [f"{len(rows)} rows landed, {len(wanted)} expected"])


def test_there_are_fixtures() -> None:
    assert len(FOLDERS) >= 8
    assert {folder for folder, _ in PROMISES} == set(FOLDERS)


@pytest.mark.parametrize(("fixture", "expected"), PROMISES, ids=lambda part: part if isinstance(part, str) else part.name)
def test_what_lands_and_what_is_parked_is_what_was_expected(fixture: Path, expected: str, tmp_path: Path) -> None:
    assert differences(landed(fixture, EXPECTED[expected], tmp_path), fixture / expected) == []


@pytest.mark.parametrize("fixture", FOLDERS, ids=lambda path: path.name)
def test_totals_printed_in_the_file_agree_with_their_parts(fixture: Path, tmp_path: Path) -> None:
    """The invented figures add up, so that a wrong role or parent shows."""
    rows = landed(fixture, "amounts", tmp_path)
    figures = {(row["file_name"], row["sheet"], row["row_number"], row["column_number"]): row for row in rows if row["measure"] == "amount"}
    for (file, sheet, number, column), row in figures.items():
        parts = [part for (f, s, _, c), part in figures.items() if (f, s, c) == (file, sheet, column) and part["row_parent"] == number]
        if parts and row["amount_reported"] is not None and all(part["amount_reported"] is not None for part in parts):
            assert sum(part["amount_reported"] for part in parts) == row["amount_reported"], f"{file}, row {number}, {row['column_name']}"
