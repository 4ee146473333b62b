"""A landed file is its bytes, its contract edition and the decoder; a restated file takes the slot of the one before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from one_file import HEAD, Landed, contract, editions, land

from pipelines.landing.inbox import exports_in
from pipelines.landing.matching import assignments
from pipelines.landing.snapshot import read_receipts, receive, snapshot_path
from pipelines.settings import Home

LAYOUT = "layout:\n  columns: {item_name: 项目}\n  amounts: [{column: 数}]\n"
TABLE = "项目,数\na,5\n"


def one(files: str, name: str, text: str = TABLE, years: str = "2020-2025") -> Landed:
    return land(contract(LAYOUT, files=files, years=years), text, name)


def test_the_same_file_twice_is_the_same_export() -> None:
    first, again = one("{year}.csv", "2024.csv"), one("{year}.csv", "2024.csv")
    assert (first.export["landed_key"], first.export["export_id"]) == (again.export["landed_key"], again.export["export_id"])
    other = one("{year}.csv", "2024.csv", TABLE.replace("5", "6"))
    assert other.export["landed_key"] != first.export["landed_key"]
    assert other.export["slot"] == first.export["slot"], "it restates the first"


def test_a_version_in_the_name_is_no_part_of_the_slot() -> None:
    slots = [one("决算_{year}{version}.csv", name).export["slot"] for name in ("决算_2024_v1.csv", "决算_2024_v2 (更正).csv", "决算_2024.csv")]
    assert len(set(slots)) == 1
    assert one("决算_{year}{version}.csv", "决算_2023_v1.csv").export["slot"] != slots[0]
    apart = [one("决算_{year}_{part}.csv", name).export["slot"] for name in ("决算_2024_甲.csv", "决算_2024_乙.csv")]
    assert len(set(apart)) == 2


def test_editing_an_edition_changes_the_key_of_what_it_governs_and_of_nothing_else() -> None:
    def keys(stage: str) -> list[str]:
        text = HEAD + (
            f'layout:\n  columns: {{item_name: 项目}}\n  amounts: [{{column: 数}}]\neditions:\n  - years: [2023]\n    files: "{{year}}.csv"\n'
            f'  - years: [2024]\n    files: "{{year}}.csv"\n    caliber: {{stage: {stage}}}\n'
        )
        return [assignments(f"{year}.csv", "0" * 64, editions(text), "inbox")[0].landed_key for year in (2023, 2024)]

    before, after = keys("final"), keys("adopted")
    assert before[0] == after[0]
    assert before[1] != after[1]


@pytest.mark.parametrize(
    ("pattern", "path", "captured"),
    [
        ("决算*{year}*.xls*", "深/处/决算表2024年.xlsx", {"year": "2024"}),
        ("{region}/{year}.csv", "临湖 市/2024.csv", {"region": "临湖 市", "year": "2024"}),
        ("a/{year}.csv", "2024.csv", None),
        ("{year}.csv", "2019.csv", None),
        ("{year}.csv", "x2024.csv", None),
        ("**/{year}.csv", "b/c/2024.csv", {"year": "2024"}),
        ("es_x/{year}-*.csv", "es_x/2024-gastos (1).csv", {"year": "2024"}),
        ("{year}-{month}.csv", "2024-11.csv", {"year": "2024", "month": "11"}),
        ("?.csv", "甲.csv", {}),
        ("[a].csv", "a.csv", None),
        ("[a].csv", "[a].csv", {}),
    ],
)
def test_which_files_an_edition_governs(pattern: str, path: str, captured: dict[str, str] | None) -> None:
    found = assignments(path, "0" * 64, editions(contract(LAYOUT, files=pattern, years="2020-2025")), "inbox")
    assert (found[0].captured if found else None) == captured


def test_the_name_of_the_inbox_counts_as_a_folder() -> None:
    found = assignments("2024.csv", "0" * 64, editions(contract(LAYOUT, files="es_x/{year}.csv")), "es_x")
    assert found[0].captured == {"year": "2024"}


def test_receiving_keeps_bytes_and_who_and_when(tmp_path: Path) -> None:
    home, inbox = Home(tmp_path / "home"), tmp_path / "in box"
    home.prepare()
    for name in ("v10.csv", "v9.csv", "甲/表 1.csv"):
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_text(name, encoding="utf-8")
    first = receive(home, inbox)
    assert [receipt.path for receipt in first] == ["v9.csv", "v10.csv", "甲/表 1.csv"], "in natural order"
    assert [receipt.received_at for receipt in first] == sorted({receipt.received_at for receipt in first}), "deliveries of one run keep an order"
    assert receive(home, inbox) == [], "nothing new"

    (inbox / "v9.csv").write_text("restated", encoding="utf-8")
    (second,) = receive(home, inbox)
    assert [receipt.path for receipt in read_receipts(home)] == ["v9.csv", "v10.csv", "甲/表 1.csv", "v9.csv"]
    assert snapshot_path(home, first[0].sha256).read_text(encoding="utf-8") == "v9.csv"
    assert snapshot_path(home, second.sha256).read_text(encoding="utf-8") == "restated"
    (inbox / "v9.csv").write_text("v9.csv", encoding="utf-8")
    assert [receipt.sha256 for receipt in receive(home, inbox)] == [first[0].sha256], "back to the first version is a delivery, too"


def test_a_ledger_cut_off_by_a_crash_goes_on(tmp_path: Path) -> None:
    home, inbox = Home(tmp_path / "home"), tmp_path / "inbox"
    home.prepare()
    inbox.mkdir()
    (inbox / "a.csv").write_text("a", encoding="utf-8")
    receive(home, inbox)
    with home.receipts.open("a", encoding="utf-8") as ledger:
        ledger.write('{"path": "b.csv", "sha2')
    (inbox / "c.csv").write_text("c", encoding="utf-8")
    assert [receipt.path for receipt in receive(home, inbox)] == ["c.csv"]
    assert [receipt.path for receipt in read_receipts(home)] == ["a.csv", "c.csv"]


def test_what_lies_beside_exports_is_no_export(tmp_path: Path) -> None:
    for name in ("README.md", "x.contract.yml", ".hidden", "~$open.xlsx", "part.tmp", "深/表.csv", "NOTES.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [path.name for path in exports_in(tmp_path)] == ["NOTES.txt", "表.csv"]


def test_a_file_name_that_is_not_unicode_is_received(tmp_path: Path) -> None:
    """Archives from Windows carry GBK names; on Linux their bytes are no UTF-8."""
    home, inbox = Home(tmp_path / "home"), tmp_path / "inbox"
    home.prepare()
    inbox.mkdir()
    try:
        (inbox / os.fsdecode(b"\xbe\xf6\xcb\xe3_2024.csv")).write_text("a", encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    (receipt,) = receive(home, inbox)
    assert receipt.path == r"\xbe\xf6\xcb\xe3_2024.csv"
    assert read_receipts(home) == [receipt]
    assert receive(home, inbox) == []
