"""Tables of Word documents: merged cells, nested tables, tracked changes; xml that could harm is refused by name."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.contracts.contract import FileFormat
from pipelines.decoding.decode import decode
from pipelines.decoding.grid import Decoded, DecodingError, Grid

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(body: str, head: str = "", namespace: str = NAMESPACE) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", f'<?xml version="1.0"?>{head}<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, span: int = 1, merge: str = "") -> str:
    down = {"restart": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>", "": ""}[merge]
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{down}</w:tcPr>{p(text)}</w:tc>'


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def read(data: bytes) -> Decoded:
    return decode(data, FileFormat(), 1, lambda _: False)


def rows(grid: Grid) -> list[list[str]]:
    return [list(row.values()) for row in grid.cells.to_pylist()]


def test_tables_keep_titles_and_merged_cells() -> None:
    table = tbl(tr(tc("科目", merge="restart"), tc("金额", span=2)), tr(tc("", merge="on"), tc("预算数"), tc("决算数")), tr(tc("教育"), tc("2.00"), tc("1.50")))
    decoded = read(document(p("收入支出决算总表") + p("单位：万元") + table + p("注：快报。以上为准。") + tbl(tr(tc("另一表"), tc("1")))))
    first, second, text = decoded.grids
    assert rows(first) == [["科目", "金额", ""], ["", "预算数", "决算数"], ["教育", "2.00", "1.50"]]
    assert first.merges == [(1, 1, 2, 1), (1, 2, 1, 3)]
    assert (first.sheet, first.titles) == ("table 1", ["收入支出决算总表", "单位：万元"])
    assert (second.sheet, second.titles) == ("table 2", ["注：快报。以上为准。"]), "never the title of the table before"
    assert [row["c1"] for row in text.cells.to_pylist()] == ["收入支出决算总表", "单位：万元", "注：快报。", "以上为准。"]


def test_a_merge_goes_on_below_a_wider_cell_beside_it() -> None:
    table = tbl(tr(tc("a", merge="restart"), tc("b"), tc("c")), tr(tc("", merge="on"), tc("wide", span=2)), tr(tc("d"), tc("e"), tc("f")))
    (grid,) = read(document(table)).grids
    assert rows(grid) == [["a", "b", "c"], ["", "wide", ""], ["d", "e", "f"]]


def test_text_that_was_struck_out_is_not_read_and_inserted_text_is() -> None:
    cell = "<w:tc><w:p><w:del><w:r><w:delText>9.00</w:delText></w:r></w:del><w:ins><w:r><w:t>8.00</w:t></w:r></w:ins></w:p></w:tc>"
    assert rows(read(document(tbl(tr(tc("教育"), cell)))).grids[0]) == [["教育", "8.00"]]


def test_rows_in_content_controls_and_tables_in_cells_are_found() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{tr(tc('b'), tc('2'))}</w:sdtContent></w:sdt>"
    inner = f"<w:tc>{p('outer')}{tbl(tr(tc('inner')))}</w:tc>"
    decoded = read(document(f"<w:sdt><w:sdtContent>{tbl(tr(tc('a'), inner), wrapped)}</w:sdtContent></w:sdt>"))
    assert [rows(grid) for grid in decoded.grids] == [[["a", "outer"], ["b", "2"]], [["inner"]]]


def test_the_strict_dialect_is_read_alike() -> None:
    assert rows(read(document(tbl(tr(tc("a"), tc("1"))), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main")).grids[0]) == [["a", "1"]]


@pytest.mark.parametrize(
    ("head", "body", "reason"),
    [
        ('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', tbl(tr(tc("&x;"))), "unsafe_xml"),
        ('<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>', tbl(tr(tc("&b;"))), "unsafe_xml"),
        ("", "<w:tbl><w:tr>", "broken_document"),
        ("", p("只有文字。"), "no_table"),
    ],
)
def test_what_can_not_be_read_safely_is_refused_by_name(head: str, body: str, reason: str) -> None:
    with pytest.raises(DecodingError, match=reason):
        read(document(body, head))
