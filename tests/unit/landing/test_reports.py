"""Reports with several tables and a text: tables are chosen by their title, each has its own unit, and the text is held against them."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest
from made_pdf import Sheet, made_pdf
from one_file import Landed, contract, land

HEAD = """
id: zz-made.up
publisher: {name: Made up}
kind: expenditure
region: "ZZ-1"
unit: {currency: CNY, scale: %s}
"""
LAYOUT = """
layout:
  sheet: {title: "%s"}
  ignore_sheets: ["*"]
  columns: {item_name: 项目}
  amounts: {final: 决算数}
  roles: [{where: {item_name: ^总计$}, role: grand_total}]
"""
STATEMENT = """
statements:
  - name: 支出总计
    find: 支出总计(?P<figure>[0-9,.]+)(?P<unit>万元|元)
    of: {item_name: ^总计$, stage: final}
"""


def report(*said: str, figures: tuple[str, ...] = ("300.25", "26.47", "326.72")) -> bytes:
    table = [["项目", "决算数"], *zip(["一、教育支出", "二、卫生支出", "总计"], figures, strict=True)]
    sheet = Sheet().text("支出决算表").text("单位：万元").table(table, [120, 80])
    sheet.text("资产情况表").text("单位：元").table([["项目", "决算数"], ["车辆", "98,000.00"], ["总计", "98,000.00"]], [120, 80])
    for line in said:
        sheet.text(line)
    return made_pdf(sheet)


def landed(data: bytes, layout: str, scale: str = "printed", title: str = "^支出决算表$") -> Landed:
    return land(contract(LAYOUT % title + layout, head=HEAD % scale, files="report.pdf"), data, "report.pdf")


def judged(text: str, layout: str = STATEMENT, **made: Any) -> list[tuple[D | None, D | None, bool | None]]:
    """(what the table says, what the text says, whether they agree) for every statement."""
    rows = landed(report(text, **made), layout).controls
    return [
        (row["observed"], row["expected"], None if None in (row["observed"], row["expected"]) else abs(row["observed"] - row["expected"]) <= row["tolerance"])
        for row in rows
    ]


@pytest.mark.parametrize(("title", "scale", "figures"), [("^支出决算表$", 10000, 3), ("^资产情况表$", 1, 2)])
def test_tables_of_one_report_land_each_in_the_unit_printed_above_it(title: str, scale: int, figures: int) -> None:
    export = landed(report(), "", title=title)
    assert {row["unit_scale"] for row in export.amounts} == {D(scale)}
    assert len(export.amounts) == figures
    assert export.export["n_cells"] == export.export["n_cells_landed"] + export.export["n_cells_ignored"] + export.export["n_cells_parked"]


def test_two_tables_of_different_units_under_one_contract_keep_both_units() -> None:
    export = landed(report(), "", title="表$")
    assert [(row["sheet"], row["unit_scale"]) for row in export.amounts if row["row_role"] == "grand_total"] == [
        ("page 1 table 1", D(10000)),
        ("page 1 table 2", D(1)),
    ]


def test_a_declared_unit_that_a_table_contradicts_names_both() -> None:
    assert "prints '单位：元', the contract says scale 10000" in landed(report(), "", scale="10000", title="^资产情况表$").reason
    assert landed(report(), "", scale="10000").export["status"] == "landed"


def test_a_table_that_prints_no_unit_is_refused_where_the_unit_is_left_to_it() -> None:
    data = made_pdf(Sheet().text("支出决算表").table([["项目", "决算数"], ["总计", "1.00"]], [120, 80]))
    assert landed(data, "").reason.startswith("no_unit: no line above sheet 'page 1 table 1' prints a unit")


def test_a_title_that_no_table_has_names_the_titles_there_are() -> None:
    reason = landed(report(), "", title="^收入决算表$").reason
    assert reason.startswith("unknown_sheet")
    assert "page 1 table 1 '支出决算表', page 1 table 2 '资产情况表'" in reason


def test_a_blank_form_lands_nothing_and_says_so() -> None:
    assert landed(report(figures=("", "", "")), STATEMENT).reason.startswith("no_rows")


@pytest.mark.parametrize(
    ("said", "expected", "agrees"),
    [
        ("全年支出总计326.72万元。", D("326.72"), True),
        ("全年支出总计326.71万元。", D("326.71"), False),
        ("全年支出总计3,267,200.00元。", D("326.72"), True),
        ("全年支出总计3,267,100元。", D("326.71"), False),
        ("全年支出总计326.7万元。", D("326.7"), True),
        ("全年支出总计326.8万元。", D("326.8"), False),
        ("全年支出总计327万元。", D("327"), True),
        ("全年支出总计0万元。", D("0"), False),
        ("全年没有支出。", None, None),
    ],
)
def test_the_text_agrees_with_the_table_as_far_as_both_print_digits(said: str, expected: D | None, agrees: bool | None) -> None:
    """At equal precision one printed unit apart is a contradiction: 326.71 and 326.72 are no two roundings of one figure."""
    assert judged(said) == [(D("326.72"), expected, agrees)]


def test_a_total_that_the_table_leaves_blank_is_no_zero() -> None:
    assert judged("全年支出总计0万元。", figures=("1.00", "2.00", "")) == [(None, D(0), None)]


def test_a_statement_carries_both_addresses_and_its_sentence() -> None:
    (row,) = landed(report("一、总体情况。本年支出总计326.71万元。"), STATEMENT).controls
    assert (row["source"], row["control_name"], row["control_sentence"]) == ("narrative", "支出总计", "本年支出总计326.71万元。")
    assert (row["sheet"], row["row_number"], row["column_number"]) == ("page 1 text", 6, 1)
    assert (row["table_sheet"], row["table_row"], row["table_column"]) == ("page 1 table 1", 4, 2)


def test_items_named_by_the_text_meet_their_lines_without_the_ordinal() -> None:
    layout = """
statements:
  - name: 支出
    find: (?P<item_name>[^；，：。]+)（类）(?P<figure>[0-9.]+)(?P<unit>万元)
    of: {role: leaf}
"""
    rows = landed(report("其中：教育支出（类）300.25万元；卫生支出（类）26.48万元；国防支出（类）1.00万元。"), layout).controls
    assert [(row["control_name"], row["observed"], row["expected"]) for row in rows] == [
        ("支出: 教育支出", D("300.25"), D("300.25")), ("支出: 卫生支出", D("26.47"), D("26.48")), ("支出: 国防支出", None, D("1.00")),
    ]  # fmt: skip


@pytest.mark.parametrize(("said", "bridge"), [("支出总计326.72万元。", D("26.47")), ("支出总计326.70万元。", None)])
def test_a_difference_of_exactly_the_bridge_is_explained(said: str, bridge: D | None) -> None:
    layout = STATEMENT.replace("^总计$", "教育") + "    bridge: {of: {item_name: 卫生}}\n"
    (row,) = landed(report(said), layout).controls
    assert (row["observed"], row["bridge"]) == (D("300.25"), bridge)


def test_the_text_is_read_with_the_number_format_of_its_tables() -> None:
    data = made_pdf(Sheet().text("支出决算表").text("单位：万元").table([["项目", "决算数"], ["总计", "326"]], [120, 80]).text("支出总计326.720万元。"))
    german = STATEMENT + "format: {numbers: '1.234,56'}\n"
    assert landed(data, german).controls[0]["expected"] == D("326720")
    assert landed(data, STATEMENT).controls[0]["expected"] == D("326.720")


def test_a_code_written_level_by_level_is_one_code() -> None:
    layout = """
layout:
  columns: {item_code: {column: 项, within: [类, 款]}, item_name: 名称}
  amounts: {final: 决算数}
  hierarchy: item_code
"""
    text = "类,款,项,名称,决算数\n201,,,公共服务,3.5\n201,06,,财政事务,3.5\n201,06,01,运行,1.5\n201,06,02,管理,2.0\n"
    export = land(contract(layout), text)
    assert export.figures("item_code", "row_role", "row_parent") == [
        ("201", "subtotal", None), ("20106", "subtotal", 2), ("2010601", "leaf", 3), ("2010602", "leaf", 3),
    ]  # fmt: skip


def test_each_of_two_blocks_beside_each_other_is_a_table_of_its_own() -> None:
    """What only the other block prints is left out by name, and no figure of it is parked as if it were lost."""
    rows = [
        ["收入", None, "支出", None],
        ["项目", "决算数", "项目", "决算数"],
        ["税收", "5.00", "教育", "3.00"],
        ["", "", "卫生", "2.00"],
        ["合计", "5.00", "合计", "5.00"],
    ]
    layout = """
layout:
  ignore_sheets: ["*"]
  header_rows: [1, 2]
  columns: {item_name: %(mine)s/项目}
  amounts: {final: %(mine)s/决算数}
  roles: [{where: {item_name: ^合计$}, role: grand_total}]
ignore: [%(other)s/项目, %(other)s/决算数]
"""
    data = made_pdf(Sheet().text("单位：万元").table(rows, [90, 60, 90, 60]))
    for mine, other, expected in (("收入", "支出", ["税收", "合计"]), ("支出", "收入", ["教育", "卫生", "合计"])):
        export = land(contract(layout % {"mine": mine, "other": other}, head=HEAD % "printed", files="report.pdf"), data, "report.pdf")
        assert [name for (name,) in export.figures("item_name")] == expected
        assert [row["reason"] for row in export.parked] == (["ignored: printed only in columns left out by name"] if mine == "收入" else [])
