"""Zip archives: every member is a delivery of its own with an address inside the archive; tricks are parked by name and never unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import duckdb
import pytest

from pipelines.intake import land_all, take_in
from pipelines.landing.snapshot import Receipt, read_receipts, receive, snapshot_path
from pipelines.settings import Home

CONTRACT = """
id: zz-made.up
publisher: {name: Made up}
kind: expenditure
region: "ZZ-1"
unit: {currency: CNY}
editions:
  - years: 2024
    files: "*.zip/spending-{year}.csv"
    layout: {columns: {item_name: Item}, amounts: {final: Spent}}
"""
TABLE = b"Item,Spent\nSchools,1.5\nRoads,2.5\n"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def received(tmp_path: Path, data: bytes, name: str = "all.zip") -> tuple[Home, dict[str, Receipt]]:
    home, inbox = Home(tmp_path / "home"), tmp_path / "inbox"
    home.prepare()
    inbox.mkdir(exist_ok=True)
    (inbox / name).write_bytes(data)
    (inbox / "made.contract.yml").write_text(CONTRACT, encoding="utf-8")
    receive(home, inbox)
    return home, {receipt.path: receipt for receipt in read_receipts(home)}


def landed(tmp_path: Path, home: Home) -> dict[str, tuple[str, str | None]]:
    land_all(home, take_in(home, tmp_path / "inbox"))
    rows = duckdb.sql(f"select file_path, status, parked_reason from read_parquet('{home.landed}/exports/*.parquet')").fetchall()
    return {path: (status, reason) for path, status, reason in rows}


def test_every_member_lands_under_its_own_address_and_the_archive_is_kept(tmp_path: Path) -> None:
    data = zipped(**{"spending-2024.csv": TABLE, "deep/notes.csv": b"a,b\n1,2\n", "README.txt": b"read me", "__MACOSX/._spending-2024.csv": b"\0"})
    home, receipts = received(tmp_path, data)
    assert {path: receipt.members for path, receipt in receipts.items()} == {"all.zip/spending-2024.csv": None, "all.zip/deep/notes.csv": None, "all.zip": 2}
    assert snapshot_path(home, receipts["all.zip"].sha256).read_bytes() == data
    assert snapshot_path(home, receipts["all.zip/spending-2024.csv"].sha256).read_bytes() == TABLE
    assert landed(tmp_path, home) == {"all.zip/spending-2024.csv": ("landed", None), "all.zip/deep/notes.csv": ("parked", "no_contract")}


def test_only_what_changed_in_an_archive_is_a_new_delivery(tmp_path: Path) -> None:
    first = {"spending-2024.csv": TABLE, "other.csv": b"a,b\n1,2\n"}
    received(tmp_path, zipped(**first))
    home, _ = received(tmp_path, zipped(**first, **{"third.csv": b"c,d\n"}))
    paths = [receipt.path for receipt in read_receipts(home)]
    assert paths == ["all.zip/spending-2024.csv", "all.zip/other.csv", "all.zip", "all.zip/third.csv", "all.zip"]
    assert receive(home, tmp_path / "inbox") == []


@pytest.mark.parametrize("name", ["../up.csv", "a/../../up.csv", "/etc/up.csv", "C:\\up.csv", "..\\up.csv", "a\x01b.csv"])
def test_a_name_that_leaves_the_archive_is_parked_by_name(tmp_path: Path, name: str) -> None:
    home, receipts = received(tmp_path, zipped(**{name: TABLE, "spending-2024.csv": TABLE}))
    (refused,) = (receipt for receipt in receipts.values() if receipt.reason)
    assert refused.reason == "unsafe_path"
    assert ".." not in refused.path.split("/")
    assert sorted(landed(tmp_path, home).values()) == [("landed", None), ("parked", "unsafe_path")]
    assert not [path for path in tmp_path.rglob("up.csv")]


def test_a_nested_archive_is_parked_and_a_workbook_is_none(tmp_path: Path) -> None:
    book = zipped(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
    _, receipts = received(tmp_path, zipped(**{"inner.zip": zipped(a=b"1"), "book.xlsx": book}))
    assert {path: receipt.reason for path, receipt in receipts.items()} == {"all.zip/inner.zip": "nested_archive", "all.zip/book.xlsx": None, "all.zip": None}


def test_a_member_that_unpacks_beyond_measure_is_parked_and_its_neighbour_lands(tmp_path: Path) -> None:
    home, receipts = received(tmp_path, zipped(**{"zeros.csv": b"0" * (8 << 20), "spending-2024.csv": TABLE}))
    assert receipts["all.zip/zeros.csv"].reason == "zip_bomb"
    assert landed(tmp_path, home)["all.zip/spending-2024.csv"] == ("landed", None)


def test_an_archive_that_lies_about_a_size_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    data = bytearray(zipped(**{"zeros.csv": b"0" * (8 << 20)}))
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    _, receipts = received(tmp_path, bytes(data))
    assert receipts["all.zip/zeros.csv"].reason in ("zip_bomb", "broken_archive")


@pytest.mark.parametrize("limit", ["CALIBER_MAX_MEMBERS", "CALIBER_MAX_UNPACKED_MB"])
def test_number_and_size_of_members_are_bounded_and_the_bound_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setenv(limit, "1")
    home, receipts = received(tmp_path, zipped(**{"spending-2024.csv": TABLE, "again.csv": TABLE + b"x" * (1 << 20)}))
    assert {receipt.reason for receipt in receipts.values()} - {None} == {"archive_too_large"}
    assert all(limit in receipt.detail for receipt in receipts.values() if receipt.detail)
    assert set(landed(tmp_path, home).values()) == {("parked", "archive_too_large")}


def test_names_packed_as_gbk_are_read(tmp_path: Path) -> None:
    # What a Chinese system writes: GBK bytes, and no mark that would say so.
    data = zipped(**{"XXXX.csv": TABLE}).replace(b"XXXX", "决算".encode("gb18030"))
    assert list(received(tmp_path, data)[1]) == ["all.zip/决算.csv", "all.zip"]
