"""The address of a landed figure leads back to the printed cell, whatever stands above it in the file."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_file import contract, land

from pipelines.landing.reread import reread
from pipelines.landing.snapshot import snapshot_path
from pipelines.settings import Home

LAYOUT = "format: {numbers: '1,234.56'}\nlayout:\n  header_rows: 3\n  columns: {item_code: 编码, item_name: 名称}\n  amounts: [{column: '*', stage: final}]\n"


def kept(home: Home, data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    path = snapshot_path(home, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return sha256


@settings(max_examples=10)
@given(
    rows=st.lists(
        st.sampled_from([("1", "教育", "1,234.5", "7"), ("2", '引"号', "—", "8.25"), ("3", "两\n行", "(5)", ""), ("碎",), ("", "", "", "")]),
        min_size=1,
        max_size=60,
    ),
    encoding=st.sampled_from(["utf-8-sig", "gb18030", "utf-16"]),
)
def test_every_figure_is_read_again_as_it_was_printed(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], encoding: str) -> None:
    rows = [("1", "教育", "3", "4"), *rows]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("决算表",), (), ("编码", "名称", "预算", "决算"), *rows, *rows[:1] * len(rows)])
    data = out.getvalue().encode(encoding)
    landed = land(contract(LAYOUT), data)
    assert landed.export["status"] == "landed", landed.reason
    home = Home(tmp_path_factory.mktemp("home"))
    sha256 = kept(home, data)
    for row in landed.amounts:
        cell = reread(home, sha256, landed.export["contract_json"], row["sheet"], row["row_number"], [row["column_number"]])
        assert [text.strip() for text in cell["texts"]] == [row["amount_printed"]]


def test_a_file_proven_by_its_header_is_proven_again(tmp_path: Path) -> None:
    text = contract("layout:\n  columns: {item_name: Назва}\n  amounts: [{column: Сума}]\n")
    data = "Назва;Сума\nОсвіта;5\n".encode("cp1251")
    landed = land(text, data)
    assert landed.export["encoding"] == "cp1251"
    home = Home(tmp_path)
    cell = reread(home, kept(home, data), landed.export["contract_json"], "", 2, [1, 2])
    assert cell == {"texts": ["Освіта", "5"], "note": None}


def test_bytes_that_are_elsewhere_are_said_to_be(tmp_path: Path) -> None:
    cell = reread(Home(tmp_path), "0" * 64, "{}", "", 1, [1])
    assert cell["texts"] == [] and "not in this workspace" in cell["note"]
