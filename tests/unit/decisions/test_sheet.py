"""The sheet for replies: words of strangers stay words, and a returned sheet is read whatever a spreadsheet made of it."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipelines.decisions.sheet import COLUMNS, read_sheet, write_sheet
from pipelines.worklist.sheet import AnswerError

EVIL = ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1", "a\x07b", 'plain, "quoted"\nnext line']


def finding(number: int, subject: str) -> dict[str, Any]:
    evidence = json.dumps({"sentence_en": subject, "sentence_zh": "句子"})
    shown = {"rule_id": "r", "severity": "error", "region_code": "ZZ-1", "fiscal_year": 2024, "state": "open", "due_on": None}
    return {"finding_id": f"{number:032x}", "subject": subject, "evidence": evidence, **shown}


@pytest.fixture
def findings() -> list[dict[str, Any]]:
    return [finding(number, text) for number, text in enumerate(EVIL)]


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path, findings: list[dict[str, Any]]) -> None:
    path = tmp_path / "out.xlsx"
    write_sheet(path, findings)
    cells = [cell for row in load_workbook(path).active.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"} and all(cell.quotePrefix for cell in cells)
    assert [cell.value for cell in cells if cell.coordinate.startswith("F")][:4] == EVIL[:4]
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


def test_no_cell_of_a_csv_begins_like_a_formula(tmp_path: Path, findings: list[dict[str, Any]]) -> None:
    path = tmp_path / "out.csv"
    write_sheet(path, findings)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == list(COLUMNS) and len(rows) == len(EVIL) + 1
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r＝＋－＠" and cell]


def test_what_was_answered_comes_back_with_its_place_and_the_rest_is_left_out(tmp_path: Path) -> None:
    text = "finding_id;subject;action;reason;owner;until;corrected_file\nf1;x;explain;'=because;;;\nf2;x;;;;;\nf3;x;waive;flood;Ms Quay;2026-05-01;\nf4;x;correct;;;;new.csv\n"
    (tmp_path / "back.csv").write_bytes(text.encode("utf-8-sig"))
    (tmp_path / "new.csv").write_bytes(b"1")
    (one, first), (_, second), (three, third) = read_sheet(tmp_path / "back.csv", "Town", "accountable")
    assert (one, first.reason, three) == ("back.csv:2", "=because", "back.csv:5")
    assert (second.owner, second.expires_on) == ("Ms Quay", "2026-05-01")
    assert third.corrected_file == "new.csv" and third.corrected_sha256 and third.corrected_sha256.startswith("6b86b273")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("f1,waive,w,o,1 May,", "back.csv:2: until is '1 May'; write a day as YYYY-MM-DD"),
        (",explain,why,,,", "back.csv:2: finding_id is empty"),
        ("f1,correct,,,,../secret.csv", "back.csv:2: no file '../secret.csv' beside the sheet"),
        ("f1,correct,,,,/etc/passwd", "back.csv:2: no file '/etc/passwd' beside the sheet"),
    ],
)
def test_a_sheet_at_fault_is_refused_with_line_and_remedy(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "secret.csv").write_text("x", encoding="utf-8")
    below = tmp_path / "below"
    below.mkdir()
    (below / "back.csv").write_text(f"finding_id,action,reason,owner,until,corrected_file\n{line}\n", encoding="utf-8")
    with pytest.raises(AnswerError) as refused:
        read_sheet(below / "back.csv", "Town", "accountable")
    assert said in str(refused.value)


def test_what_is_no_sheet_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 cut off")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    for name, said in (("broken.xlsx", "save it as .xlsx"), ("other.csv", "column 'finding_id' is missing")):
        with pytest.raises(AnswerError, match=said):
            read_sheet(tmp_path / name, "Town", "accountable")
