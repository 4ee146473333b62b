"""Drafts of indicator tables: what is proposed lands, years side by side are proposed as such, and what is left over is asked for."""

from __future__ import annotations

import csv
import io
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.cli import main
from pipelines.contracts.vocabulary import vocabulary
from pipelines.drafting.contract_text import contract_text
from pipelines.drafting.draft import Draft, draft
from pipelines.drafting.tryout import try_out

BODIES = ("Alder", "Birch", "Cedar", "Dogwood")
INDICATORS = ("Beds", "Visits")


def table(header: list[str], figures: int) -> str:
    """A table of indicators: body, indicator and as many figures of different size."""
    out = io.StringIO()
    rows = [[body, name, *(f"{100 * i + 37 * j + 11.5:.1f}" for j in range(figures))] for i, (body, name) in enumerate(product(BODIES, INDICATORS), start=1)]
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()


def drafted(path: Path) -> tuple[Draft, dict[str, Any], dict[str, Any]]:
    """The draft, its layout, and what its dry run says."""
    found = draft(path)
    return found, found.contract["editions"][0]["layout"], try_out(contract_text(found.contract, found.findings, [], found.left_over), path)


def of(folder: Path, header: list[str], figures: int, name: str = "performance.csv") -> tuple[Draft, dict[str, Any], dict[str, Any]]:
    path = folder / name
    path.write_text(table(header, figures))
    return drafted(path)


@pytest.mark.parametrize(
    ("headers", "entries", "years"),
    [
        (["Target 2021", "Actual 2021", "Target 2022", "Actual 2022"], [{"target": "Target *", "actual": "Actual *", "header_is": "year"}], [2021, 2022]),
        (["2021 plan", "2021 result", "2022 plan", "2022 result"], [{"target": "* plan", "actual": "* result", "header_is": "year"}], [2021, 2022]),
        (["2021年目标值", "2021年完成值", "2022年目标值", "2022年完成值"], [{"target": "*年目标值", "actual": "*年完成值", "header_is": "year"}], [2021, 2022]),
        (["2020", "2021", "2022"], [{"actual": "202*", "header_is": "year"}], [2020, 2021, 2022]),
        (["Actual 2021", "Target 2022"], [{"actual": "Actual *", "target": "Target *", "header_is": "year"}], [2021, 2022]),
        (["Target 2019/20", "Target 2020/21"], [{"target": "Target *", "header_is": "year"}], [2019, 2020]),
        (["Result for 2021", "Actual 2022"], [{"actual": "Result for 2021", "year": 2021}, {"actual": "Actual 2022", "year": 2022}], [2021, 2022]),
    ],
)  # fmt: skip
def test_years_side_by_side_are_proposed_as_one_entry(tmp_path: Path, headers: list[str], entries: list[dict[str, Any]], years: list[int]) -> None:
    found, layout, tried = of(tmp_path, ["Office", "Indicator", *headers], len(headers))
    assert layout["indicators"] == entries
    assert found.contract["editions"][0]["years"] == years
    assert tried["status"] == "landed", tried
    assert {row["fiscal_year"] for row in tried["indicators"]} == set(years)
    assert tried["n_cells_ignored"] == 0


def test_years_merged_over_their_columns(tmp_path: Path) -> None:
    book, path = openpyxl.Workbook(), tmp_path / "performance.xlsx"
    sheet = book.active
    for line in (["County", "Service", "Indicator", 2021, None, 2022, None], [None, None, None, "Target", "Actual", "Target", "Actual"]):
        sheet.append(line)
    for number, (body, name) in enumerate(product(BODIES, INDICATORS), start=1):
        sheet.append([body, "Health", name, *(1000 * number + 7.5 * place for place in range(4))])
    for span in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"):
        sheet.merge_cells(span)
    book.save(path)
    found, layout, tried = drafted(path)
    assert layout["indicators"] == [{"target": "*/Target", "actual": "*/Actual", "header_is": "year"}]
    assert layout["columns"] == {"programme_name": "Service", "indicator_name": "Indicator", "organisation_name": "County"}
    assert any("is 'County' the body" in question for question in found.questions)
    assert [(row["fiscal_year"], row["with_target"]) for row in tried["indicators"]] == [(2021, 8), (2022, 8)]


def test_a_double_year_is_asked_for(tmp_path: Path) -> None:
    found, _, _ = of(tmp_path, ["Office", "Indicator", "Target 2019/20", "Target 2020/21"], 2)
    assert any("the year it begins with or the one it ends with" in question for question in found.questions)


def test_a_figure_that_no_word_explains_is_asked_for_and_never_left_out(tmp_path: Path) -> None:
    found, layout, tried = of(tmp_path, ["Office", "Indicator", "Target", "Actual", "Whatever", "Target Q1"], 4)
    assert layout["columns"] == {"organisation_name": "Office", "indicator_name": "Indicator", "target": "Target", "actual": "Actual"}
    assert set(layout["keep"]) == {"Whatever", "Target Q1"}
    assert "ignore" not in found.contract["editions"][0]
    assert any("Whatever" in question for question in found.questions) and any("Target Q1" in question for question in found.questions)
    assert tried["status"] == "landed"


WORDS = st.sampled_from(
    ["Office", "Service", "Category", "Account", "Fund", "Month", "Currency", "Economic", "Stage", "Programme", "Unit", "Level 1", "Target", "Actual", "Target 2021",
     "Actual 2021", "Target 2022", "2021", "2022", "Weight", "Score", "Total", "Plan 2021-2024"]
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(headers=st.lists(WORDS, min_size=2, max_size=6, unique=True))
def test_what_a_draft_of_indicators_proposes_is_a_contract(tmp_path_factory: pytest.TempPathFactory, headers: list[str]) -> None:
    found, layout, tried = of(tmp_path_factory.mktemp("draft"), ["Body", "Indicator", *headers], len(headers))
    assert found.contract["kind"] == "indicators"
    assert set(layout.get("columns", {})) <= set(vocabulary()["indicator_fields"])
    assert tried["status"] == "landed" or any("does not land yet" in question for question in found.questions), tried


def test_footnotes_keep_their_letters_and_the_output_ends_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "performance.csv"
    path.write_text(table(["Office", "Indicator", "Target 2021", "Target 2022"], 2) + "Note: invented.,,,\n")
    assert main(["draft", str(path)]) == 0
    shown = capsys.readouterr().out
    assert 'footnotes: "^Note:"' in shown
    assert shown.endswith("\n") and not shown.endswith("\n\n")
