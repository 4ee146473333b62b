"""Tables of html, most often saved under the name .xls: cells that span are merged cells, the page's own encoding is proven."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.contracts.contract import FileFormat
from pipelines.decoding.decode import decode
from pipelines.decoding.grid import Decoded, DecodingError

REPORT = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type" content="text/html; charset=%s">
<style>td {mso-number-format:General}</style><title>不是内容</title></head><body><p>临湖市2024年决算</p><div>单位：万元</div>
<table border=1><tr><td rowspan=2>科目</td><td colspan=2>金额</td></tr><tr><td>预算数</td><td>决算数</td></tr>
<tr><td>&nbsp;教育</td><td>1,200.50</td><td>1,100.00</td></tr><tr><td>合计<td>1,200.50<td>1,100.00</table>
<p>注：不含专项。数据为快报！</p></body></html>"""


def read(data: bytes, encoding: str | None = None) -> Decoded:
    return decode(data, FileFormat(encoding=encoding), 1, lambda text: "决算数" in text)


def rows(decoded: Decoded, sheet: int = 0) -> list[list[str]]:
    return [list(row.values()) for row in decoded.grids[sheet].cells.to_pylist()]


@pytest.mark.parametrize(
    ("written", "meta", "evidence"),
    [
        ("utf-8", "utf-8", "every byte sequence is valid UTF-8"),
        ("utf-8", "gb2312", "every byte sequence is valid UTF-8"),
        ("gb18030", "gb2312", "declared by the page itself"),
        ("utf-16", "utf-16", "byte order mark"),
        ("gb18030", "utf-8", "the header words of the contract"),
    ],
)
def test_the_same_cells_come_out_of_every_encoding(written: str, meta: str, evidence: str) -> None:
    decoded = read((REPORT % meta).encode(written))
    assert decoded.file_type == "html"
    assert evidence in decoded.encoding_evidence
    assert rows(decoded) == [
        ["科目", "金额", ""],
        ["", "预算数", "决算数"],
        ["\u00a0教育", "1,200.50", "1,100.00"],
        ["合计", "1,200.50", "1,100.00"],
    ]
    assert decoded.grids[0].merges == [(1, 1, 2, 1), (1, 2, 1, 3)]
    assert decoded.grids[0].titles == ["临湖市2024年决算", "单位：万元"]


def test_the_text_between_the_tables_is_a_sheet_of_sentences() -> None:
    text = read((REPORT % "utf-8").encode()).grids[-1]
    assert text.narrative
    assert [row["c1"] for row in text.cells.to_pylist()] == ["临湖市2024年决算", "单位：万元", "注：不含专项。", "数据为快报！"]


def test_a_table_inside_a_cell_is_a_table_of_its_own() -> None:
    decoded = read(b"<table><tr><td>outer<table><tr><td>inner</td></tr></table></td><td>beside</td></tr></table>")
    assert [rows(decoded, place) for place in range(2)] == [[["outer", "beside"]], [["inner"]]]


def test_a_page_cut_off_inside_a_cell_keeps_what_it_shows() -> None:
    assert rows(read(b"<table><tr><td>a</td><td>b</td></tr><tr><td>c"))[1] == ["c", ""]


def test_spans_of_a_few_bytes_ask_for_no_memory() -> None:
    with pytest.raises(DecodingError, match="too_many_cells"):
        read(b"<table>" + b"<tr><td colspan=1000>x" * 31_000 + b"</table>")
    (grid,) = read(b"<table><tr><td rowspan=65534>x<td>y<tr><td>z</table>").grids
    assert grid.merges == [(1, 1, 2, 1)], "a span ends with its table"


@pytest.mark.parametrize(
    "page", [b"<html><frameset><frame src='sheet001.htm'></frameset></html>", b"<html><body><table><tr><td> </td></tr></table></body></html>"]
)
def test_a_page_without_a_filled_table_is_refused_by_name(page: bytes) -> None:
    with pytest.raises(DecodingError, match="no_table.*xlsx or csv"):
        read(page)


@given(st.lists(st.lists(st.text("ab1,.教 ", min_size=1, max_size=5), min_size=1, max_size=4), min_size=1, max_size=5))
def test_every_filled_cell_comes_out_once_in_its_place(table: list[list[str]]) -> None:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)
    wanted = [[" ".join(cell.split()) for cell in row] for row in table]
    if not any(cell for row in wanted for cell in row):
        return
    width = max(len(row) for row in table)
    assert rows(read(f"<html><table>{body}</table></html>".encode())) == [row + [""] * (width - len(row)) for row in wanted]
