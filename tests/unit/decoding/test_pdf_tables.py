"""Ruled tables of pdf files: cells by their lines, tables that go on overleaf, the text between them as sentences; scans are refused by name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pdf import Sheet, made_pdf

from pipelines.contracts.contract import FileFormat
from pipelines.decoding.decode import decode
from pipelines.decoding.grid import Decoded, DecodingError, Grid

HEADER = ["项目", "决算数"]


def read(*sheets: Sheet) -> Decoded:
    return decode(made_pdf(*sheets), FileFormat(), 1, lambda _: False)


def rows(grid: Grid) -> list[list[str]]:
    return [list(row.values()) for row in grid.cells.to_pylist()]


def texts(decoded: Decoded) -> dict[str, list[str]]:
    return {grid.sheet: [row["c1"] for row in grid.cells.to_pylist()] for grid in decoded.grids if grid.narrative}


def test_two_tables_of_one_page_keep_their_own_titles_and_units() -> None:
    sheet = Sheet().text("收入决算表").text("单位：万元").table([HEADER, ["税收", "1,200.50"]], [120, 80])
    sheet.text("资产表").text("单位：元").table([["资产", "年末数"], ["车辆", "98,000.00"]], [120, 80])
    decoded = read(sheet)
    first, second = (grid for grid in decoded.grids if not grid.narrative)
    assert (first.sheet, first.titles, rows(first)) == ("page 1 table 1", ["收入决算表", "单位：万元"], [HEADER, ["税收", "1,200.50"]])
    assert (second.sheet, second.titles, rows(second)) == ("page 1 table 2", ["资产表", "单位：元"], [["资产", "年末数"], ["车辆", "98,000.00"]])


def test_side_by_side_blocks_under_merged_headings() -> None:
    (grid, *_) = read(Sheet().table([["收入", None, "支出", None], [*HEADER, *HEADER], ["税收", "5.00", "教育", "3.00"]], [90, 60, 90, 60])).grids
    assert grid.merges == [(1, 1, 1, 2), (1, 3, 1, 4)]
    assert rows(grid) == [["收入", "", "支出", ""], [*HEADER, *HEADER], ["税收", "5.00", "教育", "3.00"]]


def test_a_cell_that_reaches_down_is_a_merged_cell() -> None:
    (grid, *_) = read(Sheet().table([["合计", "年初数"], [None, "年末数"], ["7.00", "8.00"]], [90, 60])).grids
    assert grid.merges == [(1, 1, 2, 1)]
    assert rows(grid) == [["合计", "年初数"], ["", "年末数"], ["7.00", "8.00"]]


def test_a_table_that_goes_on_overleaf_is_one_table_with_running_rows() -> None:
    first = Sheet().text("支出决算表").table([HEADER, ["教育", "1.00"]], [120, 80]).text("- 1 -", x=280, y=820)
    second = Sheet().table([["卫生", "2.00"], ["合计", "3.00"]], [120, 80]).text("说明：以上为快报数。").text("- 2 -", x=280, y=820)
    decoded = read(first, second)
    (grid,) = (grid for grid in decoded.grids if not grid.narrative)
    assert grid.sheet == "page 1-2 table 1"
    assert rows(grid) == [HEADER, ["教育", "1.00"], ["卫生", "2.00"], ["合计", "3.00"]]
    assert list(grid.rows) == [1, 2, 3, 4]
    assert texts(decoded) == {"page 1 text": ["支出决算表", "- 1 -"], "page 2 text": ["说明：以上为快报数。", "- 2 -"]}


def test_running_titles_do_not_part_a_table_and_a_unit_above_every_table_is_none() -> None:
    sheets = [Sheet().text("临湖市财政局年度报告", y=30) for _ in range(4)]
    for number, sheet in enumerate(sheets):
        sheet.text("单位：万元") if number != 1 else None
        sheet.table([["卫生", "2.00"]] if number == 1 else [HEADER, ["教育", "1.00"]], [120, 80]).text(str(number + 1), x=290, y=820)
    decoded = read(*sheets)
    shown = [(grid.sheet, grid.titles, len(rows(grid))) for grid in decoded.grids if not grid.narrative]
    assert shown == [("page 1-2 table 1", ["单位：万元"], 3), ("page 3 table 1", ["单位：万元"], 2), ("page 4 table 1", ["单位：万元"], 2)]
    assert texts(decoded)["page 2 text"] == ["临湖市财政局年度报告", "2"]


def test_a_header_repeated_overleaf_is_parked_and_rows_keep_their_numbers() -> None:
    first = Sheet().text("支出决算表").table([HEADER, ["教育", "1.00"]], [120, 80])
    (grid, *_) = read(first, Sheet().table([HEADER, ["卫生", "2.00"]], [120, 80])).grids
    assert rows(grid) == [HEADER, ["教育", "1.00"], ["卫生", "2.00"]]
    assert list(grid.rows) == [1, 2, 4]
    assert [(row.row_number, row.text, row.reason) for row in grid.parked] == [(3, "项目 | 决算数", "repeated_header")]


@pytest.mark.parametrize(
    "second",
    [
        Sheet().text("基本支出决算表").table([["人员", "2.00"]], [120, 80]),
        Sheet().table([["人员", "2.00", "3.00"]], [80, 60, 60]),
        Sheet().table([["人员", "2.00"]], [90, 110]),
    ],
    ids=["a title of its own", "another number of columns", "other columns"],
)
def test_another_table_at_the_top_of_the_next_page_is_another_table(second: Sheet) -> None:
    decoded = read(Sheet().text("支出决算表").table([HEADER, ["教育", "1.00"]], [120, 80]), second)
    assert [grid.sheet for grid in decoded.grids if not grid.narrative] == ["page 1 table 1", "page 2 table 1"]


def test_sentences_run_over_lines_and_pages_and_belong_where_they_begin() -> None:
    first = Sheet().table([HEADER, ["总计", "12.50"]], [120, 80]).text("一、总体情况").text("本年收入总计12.5万元。与上年相比，收入", x=80)
    decoded = read(first, Sheet().text("总计增加0.5万元。主要原因：机构调整。"))
    assert texts(decoded) == {
        "page 1 text": ["一、总体情况", "本年收入总计12.5万元。", "与上年相比，收入总计增加0.5万元。"],
        "page 2 text": ["主要原因：机构调整。"],
    }


def test_letters_of_two_fonts_on_one_baseline_are_one_line_and_blanks_of_typesetting_vanish() -> None:
    sheet = Sheet().table([["公 务 用 车", "1.00"], ["合计", "1.00"]], [120, 80])
    sheet.text("收入支出总计", x=60, y=300).text("2,995.39", x=125, size=9, y=300).text("万元。", x=210, y=300)
    decoded = read(sheet)
    assert rows(decoded.grids[0])[0] == ["公务用车", "1.00"]
    assert texts(decoded)["page 1 text"] == ["收入支出总计2,995.39万元。"]


def test_a_scan_is_refused_by_name_with_the_remedy() -> None:
    with pytest.raises(DecodingError, match="scanned_document: 2 of 2 pages are pictures.*ask for the file it was printed from"):
        read(Sheet().image(), Sheet().image())
    with pytest.raises(DecodingError, match="scanned_document: 1 of 2 pages"):
        read(Sheet().text("2024年度部门决算"), Sheet().image())


def test_a_picture_beside_readable_tables_is_named_in_the_evidence() -> None:
    assert "pages 2 are pictures" in read(Sheet().table([HEADER, ["教育", "1.00"]], [120, 80]), Sheet().image()).encoding_evidence


def test_a_text_without_ruled_tables_and_a_cut_off_file_are_refused_by_name() -> None:
    with pytest.raises(DecodingError, match="no_table.*xlsx or csv"):
        read(Sheet().text("没有表格"))
    whole = made_pdf(Sheet().table([HEADER, ["教育", "1.00"]], [120, 80]))
    for end in range(20, len(whole), 97):
        try:
            decoded = decode(whole[:end], FileFormat(), 1, lambda _: False)
        except DecodingError as refusal:
            assert refusal.reason in ("broken_pdf", "no_table")
        else:
            assert rows(decoded.grids[0]) == [HEADER, ["教育", "1.00"]]


CELL = st.text("教育支出合计0123456789.,-", max_size=6)


@settings(max_examples=40)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=30).filter(lambda table: any(map(any, table))), st.integers(0, 29))
def test_every_printed_cell_comes_out_once_in_its_place_wherever_the_page_ends(table: list[list[str]], cut: int) -> None:
    """The second part of a table that was cut by the end of a page is its continuation, unless it repeats the first lines."""
    head, tail = table[: cut % len(table)], table[cut % len(table) :]
    if not head or tail[0] == head[0]:
        head, tail = table, []
    sheets = [Sheet().text("支出决算表").table(head, [80, 80, 80]), *([Sheet().table(tail, [80, 80, 80])] if tail else [])]
    (grid,) = (grid for grid in read(*sheets).grids if not grid.narrative)
    assert rows(grid) == table
    assert list(grid.rows) == list(range(1, len(table) + 1))
