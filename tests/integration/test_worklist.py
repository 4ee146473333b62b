"""The worklist: what is open is listed with its money and proposals, what a reviewer answers is in the next release, and who answered can be asked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

LABEL = "资源堪探工业信息等支岀"
HEADER = "kind,system,under,code,label,means,reviewer,reviewed_on,note\n"


def release(home: Path, number: int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(home / "published" / "releases" / f"{number:04d}.duckdb"), read_only=True)


def test_open_labels_are_listed_with_money_and_proposals_and_nothing_is_applied(revised: Any) -> None:
    listed = {label["label"]: label for label in revised.worklist}
    assert listed.keys() == {LABEL, "其中：临湖高新区"}
    misprint, zone = listed[LABEL], listed["其中：临湖高新区"]
    assert (misprint["kind"], misprint["system"], misprint["n_leaves"]) == ("item", "cn_functional", 3)
    assert misprint["money"] == [{"currency": "CNY", "source_role": "primary", "amount": "41980000"}]
    best = misprint["proposals"][0]
    assert (best["means"], best["why"]) == ("215", "words alike") and Decimal(best["score"]) > Decimal("0.9")
    # A yardstick names the zone beside its own totals only: no leaf hangs on it.
    assert (zone["kind"], zone["under"], zone["money"]) == ("region", "ZZ-990100", [])
    with release(revised.home, 1) as db:
        assert db.execute("select count(*) from marts.fct_budget_lines where mapping_method = 'reviewed'").fetchall() == [(0,)]


def test_an_accepted_answer_moves_the_money_and_loses_none(revised: Any) -> None:
    assert (revised.accepted["answers"], revised.accepted["unanswered"], revised.accepted["match_no_open_label"]) == (1, 1, 0)
    with release(revised.home, 1) as before, release(revised.home, 2) as after:
        query = (
            "select item.item_code, mapping_method, sum(amount) from marts.fct_budget_lines join marts.dim_items as item using (item_id) "
            f"where item_name_printed = '{LABEL}' group by all"
        )
        assert before.execute(query).fetchall() == [(None, "unmapped", Decimal(41980000))]
        assert after.execute(query).fetchall() == [("215", "reviewed", Decimal(41980000))]
        unmapped = (
            "select sum(money_unmapped), sum(abs(money_difference)), sum(abs(rows_difference)) from quality.fct_reconciliation where step = 'harmonised_items'"
        )
        was, now = (db.execute(unmapped).fetchall()[0] for db in (before, after))
        assert was[1:] == now[1:] == (0, 0)
        county = (
            "select money_unmapped from quality.fct_reconciliation join marts.dim_exports using (export_id) "
            "where step = 'harmonised_items' and file_path like '湖心岛县%'"
        )
        assert [db.execute(county).fetchall() for db in (before, after)] == [[(Decimal(41980000),)], [(0,)]]


def test_who_answered_and_when_stands_in_the_release_and_in_explain(revised: Any, caliber: Any) -> None:
    with release(revised.home, 2) as db:
        answers = db.execute("select label_printed, means, reviewer, reviewed_on::varchar, note from marts.dim_mappings").fetchall()
        (line,) = db.execute(f"select min(budget_line_id) from marts.fct_budget_lines where item_name_printed = '{LABEL}'").fetchall()[0]
    assert answers == [(LABEL, "215", "Reviewer One", "2026-11-02", "a misprint")]
    told = " ".join(caliber("explain", line, "--home", str(revised.home)).out.split())
    assert f"(reviewed; printed: {LABEL})" in told and "means 215, said Reviewer One on 2026-11-02" in told


def test_what_is_answered_is_no_longer_open_and_nothing_new_is_nothing_new(revised: Any, caliber: Any) -> None:
    home = ("--home", str(revised.home))
    assert [label["label"] for label in caliber("unmapped", "--json", *home).json] == ["其中：临湖高新区"]
    again = caliber("unmapped", "--accept", str(revised.inbox.parent / "worklist.csv"), "--reviewer", "Reviewer Two", "--json", *home).json
    assert (again["answers"], again["known_before"], again["file"]) == (0, 1, None)
    assert caliber("run", "--inbox", str(revised.inbox), "--json", *home).json["nothing_new"] is True


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"item,cn_functional,,,{LABEL},99999,", "sheet.csv:2: no edition of cn_functional has an item '99999'"),
        (f"item,cn_nothing,,,{LABEL},215,", "sheet.csv:2: there is no code book 'cn_nothing'"),
        (f"item,cn_functional,,,{LABEL},21004,", None),
        ("region,,ZZ-990100,,其中：临湖高新区,ZZ-0,", "sheet.csv:2: no region 'ZZ-0' is registered"),
        (f"thing,cn_functional,,,{LABEL},215,", "sheet.csv:2: kind is 'thing'; it is one of item, economic, region"),
        (f"item,cn_functional,,,{LABEL},215,x,y,z", "sheet.csv:2: 9 cells under 7 columns"),
        (f"item,cn_functional,,,{LABEL},215,\nitem,cn_functional,,,{LABEL},216,", "means 216 here and 215 in sheet.csv:2"),
    ],
)  # fmt: skip
def test_a_sheet_at_fault_is_refused_whole_with_file_line_and_remedy(first: Any, caliber: Any, tmp_path: Path, line: str, said: str | None) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"kind,system,under,code,label,means,note\n{line}\n", encoding="utf-8")
    home = tmp_path / "home"
    (home / "published").mkdir(parents=True)
    (home / "published" / "warehouse.duckdb").hardlink_to(first.home / "published" / "warehouse.duckdb")
    answer = caliber("unmapped", "--accept", str(sheet), "--reviewer", "Reviewer One", "--home", str(home))
    assert (answer.code, "Traceback" in answer.err) == (0 if said is None else 2, False)
    assert (said or "") in answer.err
    assert (home / "mappings").exists() == (said is None)


def test_wrong_use_is_explained(first: Any, caliber: Any, tmp_path: Path) -> None:
    home = ("--home", str(first.home))
    for words, code, said in (
        (("unmapped", "--home", str(tmp_path)), 1, "nothing is published"),
        (("unmapped", "--accept", str(tmp_path / "none.csv"), *home), 2, "--accept needs --reviewer"),
        (("unmapped", "--accept", str(tmp_path / "none.csv"), "--reviewer", "R", *home), 2, "no file"),
        (("unmapped", "--accept", __file__, "--reviewer", "R", "--reviewed-on", "1.2.2025", *home), 2, "write a day as YYYY-MM-DD"),
    ):
        answer = caliber(*words)
        assert (answer.code, said in answer.err) == (code, True), answer.err


def test_a_broken_answer_in_the_workspace_stops_the_run_before_anything_is_received(caliber: Any, tmp_path: Path) -> None:
    (tmp_path / "home" / "mappings").mkdir(parents=True)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "home" / "mappings" / "mine.csv").write_text(f"{HEADER}item,cn_functional,,,{LABEL},215,,2026-02-30,\n", encoding="utf-8")
    (tmp_path / "home" / "mappings" / "notes.xlsx").write_bytes(b"PK")
    answer = caliber("run", "--inbox", str(tmp_path / "inbox"), "--home", str(tmp_path / "home"))
    assert answer.code == 2 and "nothing was landed" in answer.err
    assert "notes.xlsx: only .csv files are read here" in answer.err
    (tmp_path / "home" / "mappings" / "notes.xlsx").unlink()
    answer = caliber("run", "--inbox", str(tmp_path / "inbox"), "--home", str(tmp_path / "home"))
    assert "mine.csv:2: reviewer is empty" in answer.err and "mine.csv:2: reviewed_on is '2026-02-30'" in answer.err
    assert not (tmp_path / "home" / "ledger" / "receipts.jsonl").exists()
