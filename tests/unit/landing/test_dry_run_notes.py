"""What `caliber check` says of a file that lands and may not mean what its contract says."""

from __future__ import annotations

from pathlib import Path

import pytest
from one_file import HEAD, contract, editions

from pipelines.landing.dry_run import dry_run

INDICATORS = HEAD.replace("expenditure", "indicators")
FIELDS = "organisation_name: Body, indicator_name: Indicator, year: Year, actual: Actual"
TEXT = "Body,Indicator,Year,Actual\nA,Beds,2023,1\nB,Beds,2023,2\nA,Beds,2024,3\nB,Beds,2024,4\n"


def notes(folder: Path, fields: str, years: str, ignored: str = "") -> list[str]:
    (folder / "made_up.csv").write_text(TEXT)
    text = contract(f"{ignored}layout: {{columns: {{{fields}}}}}", head=INDICATORS, years=years)
    (result,) = dry_run(editions(text), folder, None)
    assert result["status"] == "landed", result
    return list(result["notes"])


def test_nothing_is_noted_of_a_table_as_its_contract_says(tmp_path: Path) -> None:
    assert notes(tmp_path, FIELDS, "2023-2024") == []


@pytest.mark.parametrize("years", ["2022-2023", "[2023]"])
def test_lines_of_other_years_are_noted(tmp_path: Path, years: str) -> None:
    (note,) = notes(tmp_path, FIELDS, years)
    assert note.startswith("lines of 2024 land too")


def test_indicators_that_nothing_tells_apart_are_noted(tmp_path: Path) -> None:
    (note,) = notes(tmp_path, FIELDS.replace("organisation_name: Body, ", ""), "2023-2024", "ignore: [Body]\n")
    assert note.startswith("2 indicators stand in 4 rows") and "the first in row 2" in note
