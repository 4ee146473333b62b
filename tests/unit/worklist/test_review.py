"""Files that people keep: read strictly whatever a spreadsheet wrote, and a sheet comes back with the labels it went out with."""

from __future__ import annotations

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.settings import Home
from pipelines.worklist.answers import Answer, faults_of, read_answers
from pipelines.worklist.review import accept, write_sheet
from pipelines.worklist.sheet import AnswerError, read_lines
from pipelines.worklist.unmapped import OpenLabel

DAY = date(2025, 3, 31)
EDITION = date(2024, 1, 1)


def label(text: str | None, code: str | None = None, kind: str = "item", edition: date | None = EDITION) -> OpenLabel:
    system, under = ("cn_functional", None) if kind == "item" else (None, "CN-110000")
    return OpenLabel(kind, system, under, code, text, 3, 2, [], Decimal("0.1"), ["zz-a.b"], 2024, 2024, edition, [], None)


def filled(path: Path, means: str) -> None:
    """What a reviewer does: the column `means` of every line."""
    import csv

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({**row, "means": means} for row in rows)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(lambda text: bool(text.strip()))


@settings(max_examples=30)
@given(st.lists(st.tuples(WORDS, st.none() | WORDS), min_size=1, max_size=5, unique_by=lambda pair: (pair[0].strip(), (pair[1] or "").strip())))
def test_a_sheet_comes_back_with_the_labels_it_went_out_with(labels: list[tuple[str, str | None]]) -> None:
    """Also those a spreadsheet would take for formulas, and those with quotes, separators and blanks."""
    asked = [label(text, code) for text, code in labels]
    with tempfile.TemporaryDirectory() as folder:
        sheet, home = Path(folder) / "sheet.csv", Home(Path(folder) / "home")
        write_sheet(sheet, asked)
        assert not any(cell.startswith(("=", "+", "@")) for line in sheet.read_text(encoding="utf-8-sig").splitlines() for cell in line.split(","))
        filled(sheet, "205")
        accepted = accept(home, sheet, "Reviewer One", DAY, asked, {("cn_functional", EDITION): {"205"}})
        assert [answer.question for answer in accepted.answers] == [one.question for one in asked]
        assert {answer.question for answer in read_answers(home.mappings)} == {one.question for one in asked}
        again = accept(home, sheet, "Reviewer Two", DAY, asked, {("cn_functional", EDITION): {"205"}})
        assert (again.answers, again.known, again.path) == ([], len(asked), None)


def test_an_item_of_another_edition_is_refused_because_it_would_change_nothing(tmp_path: Path) -> None:
    write_sheet(tmp_path / "sheet.csv", [label("教育")])
    filled(tmp_path / "sheet.csv", "205")
    with pytest.raises(AnswerError, match=r"sheet.csv:2: the edition of cn_functional in force .* is 2024-01-01, and it has no item '205'"):
        accept(Home(tmp_path / "home"), tmp_path / "sheet.csv", "Reviewer One", DAY, [label("教育")], {("cn_functional", EDITION): {"206"}})
    assert not (tmp_path / "home").exists()


def test_an_answer_that_contradicts_an_earlier_one_names_both(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    write_sheet(tmp_path / "sheet.csv", [label("教育")])
    filled(tmp_path / "sheet.csv", "205")
    accept(home, tmp_path / "sheet.csv", "Reviewer One", DAY, [], {})
    filled(tmp_path / "sheet.csv", "206")
    with pytest.raises(AnswerError, match=r"sheet.csv:2: .*means 206 here and 205 in 2025-03-31-Reviewer-One.csv:2"):
        accept(home, tmp_path / "sheet.csv", "Reviewer Two", DAY, [], {})


def test_a_region_and_an_item_of_one_name_are_two_questions() -> None:
    def answer(kind: str, system: str, under: str, means: str) -> Answer:
        return Answer(kind, system, under, "", "教育", means, "R", DAY, "", "x.csv:2")

    sound = [answer("item", "cn_functional", "", "205"), answer("region", "", "CN-110000", "CN-110000"), answer("economic", "cn_functional", "", "205")]
    assert faults_of(sound) == []
    assert "means 206 here" in faults_of([*sound, answer("economic", "cn_functional", "", "206")])[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a;b\n1;2\n".encode("utf-8-sig"), None),
        (b"b\ta\r\n2\t1\r\n\t\r\n", None),
        (b"a,b\n\xcc\xec,2\n", "not UTF-8 (byte 5); save it as 'CSV UTF-8'"),
        (b"", "x.csv:1: column 'a' is missing; the columns are a, b"),
        (b"a,b,c\n1,2,3\n", "x.csv:1: unknown column 'c'; the columns are a, b"),
        (b"a,b,a\n1,2,3\n", "x.csv:1: column 'a' stands there twice"),
        (b"a,b\n\n1,2,3\n", "x.csv:3: 3 cells under 2 columns; put text with ',' into quotes"),
        (b'a,b\n"' + b"x" * 200_000 + b'",2\n', "x.csv:2: no CSV: "),
    ],
    ids=["semicolons", "tabs", "other encoding", "empty", "unknown column", "twice", "ragged", "gigantic cell"],
)
def test_files_of_spreadsheets_are_read_and_others_refused_by_name(tmp_path: Path, data: bytes, said: str | None) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    if said is None:
        assert [line.cells for line in read_lines(path, ("a",), ("a", "b"))] == [{"a": "1", "b": "2"}]
        return
    with pytest.raises(AnswerError) as refused:
        read_lines(path, ("a",), ("a", "b"))
    assert said in str(refused.value)
