"""Where a table stands and what its columns mean: headers, blocks, months and years, composed keys, words to translate."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from one_file import HEAD, Landed, contract, land

AMOUNT = "  amounts: [{column: 数, stage: final}]\n"


def xlsx(lines: list[list[object]], merges: tuple[str, ...] = (), sheets: dict[str, list[list[object]]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "表"
    for line in lines:
        book.active.append(line)
    for span in merges:
        book.active.merge_cells(span)
    for title, further in (sheets or {}).items():
        page = book.create_sheet(title)
        for line in further:
            page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(layout: str, data: bytes) -> Landed:
    return land(contract(layout, files="made_up.xlsx"), data, "made_up.xlsx")


def test_headers_merged_over_two_rows_name_their_columns() -> None:
    data = xlsx(
        [["2024年决算表"], ["科目编码", "名称", "预算数", None, "决算数"], [None, None, "年初", "调整", None], ["205", "教育", 5, 6.5, 4]],
        ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"),
    )
    layout = """
layout:
  header_rows: [2, 3]
  columns: {item_code: 科目编码, item_name: 名称}
  amounts:
    - {column: 预算数/年初, stage: adopted}
    - {column: 调整, stage: adjusted}
    - {column: 决算数, stage: final}
"""
    landed = workbook(layout, data)
    assert landed.figures("item_code", "column_name", "stage", "amount_reported", "amount_printed") == [
        ("205", "预算数/年初", "adopted", Decimal(5), "5"), ("205", "预算数/调整", "adjusted", Decimal("6.5"), "6.5"), ("205", "决算数", "final", Decimal(4), "4"),
    ]  # fmt: skip
    assert landed.parked_as("preamble") == ["2024年决算表"]
    assert landed.export["stated_years"] == "[2024]"


def test_a_row_of_column_numbers_between_the_header_rows_is_parked_and_not_lost() -> None:
    layout = "layout:\n  header_rows: [1, 3]\n  columns: {item_code: 编码}\n  amounts: [{column: 数/末, stage: final}]\n"
    landed = land(contract(layout), "编码,数\n栏次,1\n,末\n201,5\n")
    assert landed.figures("item_code", "amount_reported") == [("201", Decimal(5))]
    assert landed.parked_as("preamble") == ["栏次 1"]


def test_a_header_may_hold_the_mark_that_joins_header_rows() -> None:
    layout = "layout:\n  columns: {item_code: 编码/代码}\n  amounts: [{column: '*', header_is: item_name, stage: final}]\n"
    assert land(contract(layout), "编码/代码,文化/体育\n1,5\n").figures("item_code", "item_name") == [("1", "文化/体育")]


def test_header_rows_joined_by_another_mark() -> None:
    layout = "layout:\n  header_rows: [1, 2]\n  header_join: ' '\n  columns: {item_code: 编码}\n  amounts: [{column: '*', header_is: month, period_basis: month, stage: final}]\n"
    landed = land(contract(layout), "编码,支出,支出\n,1月,2月\n1,5,6\n")
    assert landed.figures("column_name", "period_end") == [("支出 1月", datetime.date(2024, 1, 31)), ("支出 2月", datetime.date(2024, 2, 29))]


def test_tables_below_each_other_are_found_by_the_first_word_of_their_header() -> None:
    layout = "layout:\n  header_find: 地区\n  columns: {region: 地区}\n  amounts: [{column: '*', header_is: item_name, stage: final}]\n  footnotes: ^注\n"
    text = "各地区支出,,\n地区,教育,卫生\n甲,1,2\n乙,3,4\n续表,,\n地区,交通,\n甲,5,\n乙,6,\n注：虚构,,\n"
    landed = land(contract(layout), text)
    assert landed.figures("table_number", "row_number", "region_printed", "item_name", "amount_reported") == [
        (1, 3, "甲", "教育", Decimal(1)), (1, 3, "甲", "卫生", Decimal(2)), (1, 4, "乙", "教育", Decimal(3)), (1, 4, "乙", "卫生", Decimal(4)),
        (2, 7, "甲", "交通", Decimal(5)), (2, 8, "乙", "交通", Decimal(6)),
    ]  # fmt: skip
    assert (landed.parked_as("no_figures"), landed.parked_as("footnote")) == (["续表"], ["注：虚构"])


def test_bilingual_headers_are_named_by_their_chinese_part() -> None:
    layout = "repairs: [cjk_part_of_headers]\nlayout:\n  header_find: 地区Region\n  columns: {region: 地区}\n  amounts: [{column: '*', header_is: item_name, stage: final}]\n"
    landed = land(contract(layout), '地  区 Region,"一般公共服务\nGeneral Services",教育 Education\n北京 Beijing,1,2\n')
    assert landed.figures("item_name") == [("一般公共服务",), ("教育",)]


def test_every_sheet_is_read_or_ignored_by_name() -> None:
    page = [["编码", "数"], ["1", 5]]
    layout = "layout:\n  sheet: {sheet}\n  ignore_sheets: [说明]\n  columns: {{item_code: 编码}}\n" + AMOUNT.replace("{", "{{").replace("}", "}}")
    data = xlsx(page, sheets={"续表": page, "说明": [["随便", "什么"]]})
    both = workbook(layout.format(sheet="[0, 续*]"), data)
    assert both.figures("sheet", "row_number") == [("续表", 2), ("表", 2)]
    assert (both.export["n_cells"], both.export["n_cells_ignored"]) == (10, 2), "cells of an ignored sheet are ignored by name"
    one = workbook(layout.format(sheet="表"), data)
    assert one.export["parked_reason"] == "unread_sheet" and "'续表'" in one.reason
    none = workbook(layout.format(sheet="别的"), data)
    assert none.export["parked_reason"] == "unknown_sheet" and "表, 续表, 说明" in none.reason


def test_columns_without_headers_are_named_by_position() -> None:
    layout = "layout:\n  header_rows: none\n  columns: {year: 1, item_code: 2}\n  amounts: [{column: 4, stage: adopted}, {column: 3, stage: final}]\n"
    landed = land(contract(layout, years="2020-2024"), "2023,A1,5,6\n2024,A2,7,8\n")
    assert landed.figures("row_number", "fiscal_year", "item_code", "stage", "amount_reported") == [
        (1, 2023, "A1", "final", Decimal(5)), (1, 2023, "A1", "adopted", Decimal(6)), (2, 2024, "A2", "final", Decimal(7)), (2, 2024, "A2", "adopted", Decimal(8)),
    ]  # fmt: skip


def test_months_side_by_side_and_cumulative() -> None:
    layout = "caliber: {{period_basis: {basis}}}\nlayout:\n  columns: {{item_name: 税种}}\n  amounts: [{{column: '*', header_is: month, stage: flash}}]\n"
    text = "税种,1月,2月,1-3月\n增值税,5,,15\n"
    months = land(contract(layout.format(basis="month")), text.replace("1-3月", "3月"))
    assert months.figures("period_end", "period_months") == [(datetime.date(2024, 1, 31), 1), (datetime.date(2024, 3, 31), 1)]
    since = land(contract(layout.format(basis="cumulative")), text)
    assert since.figures("period_end", "period_months") == [(datetime.date(2024, 1, 31), 1), (datetime.date(2024, 3, 31), 3)]


@pytest.mark.parametrize(
    ("printed", "end"),
    [
        ("3", (2024, 3, 31)),
        ("03", (2024, 3, 31)),
        ("3月", (2024, 3, 31)),
        ("2024-11", (2024, 11, 30)),
        ("2024年2月", (2024, 2, 29)),
        ("202412", (2024, 12, 31)),
        ("2024-05-31", (2024, 5, 31)),
    ],
)
def test_months_as_people_write_them(printed: str, end: tuple[int, int, int]) -> None:
    layout = "caliber: {period_basis: cumulative}\nlayout:\n  columns: {month: 月份, item_name: 项目}\n" + AMOUNT
    assert land(contract(layout), f"月份,项目,数\n{printed},a,5\n").figures("period_end", "period_months") == [(datetime.date(*end), end[1])]


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("2024Q3", 1, (2024, 9, 30)), ("2024年第一季度", 1, (2024, 3, 31)), ("2º trimestre 2024", 1, (2024, 6, 30)), ("4. Quartal 2024", 1, (2024, 12, 31)),
        ("FY2024 Q1", 7, (2023, 9, 30)), ("FY2024 Q4", 7, (2024, 6, 30)), ("2 квартал 2024", 1, (2024, 6, 30)),
    ],
)  # fmt: skip
def test_quarters_as_people_write_them_are_those_of_the_fiscal_year(printed: str, start: int, end: tuple[int, int, int]) -> None:
    fiscal = f"fiscal_year: {{start_month: {start}, named_by: end}}\n"
    layout = "caliber: {period_basis: quarter}\nlayout:\n  columns: {period: 期间, item_name: 项目}\n" + AMOUNT
    landed = land(contract(fiscal + layout), f"期间,项目,数\n{printed},a,5\n")
    assert landed.figures("fiscal_year", "period_end", "period_months", "period_basis") == [(2024, datetime.date(*end), 3, "quarter")]


@pytest.mark.parametrize("printed", ["全年", "13", "Q1", "四季青"])
def test_a_month_nobody_understands_is_parked_with_its_money(printed: str) -> None:
    layout = "caliber: {period_basis: month}\nlayout:\n  columns: {month: 月份, item_name: 项目}\n" + AMOUNT
    landed = land(contract(layout), f"月份,项目,数\n1,a,5\n{printed},a,7\n")
    assert landed.figures("amount_reported") == [(Decimal(5),)]
    assert [(row["reason"], row["money"]) for row in landed.parked] == [("unknown_category", Decimal(7))]


def test_a_year_nobody_understands_is_parked_and_not_taken_for_the_declared_one() -> None:
    landed = land(contract("layout:\n  columns: {year: 年, item_name: 项目}\n" + AMOUNT), "年,项目,数\n2024,a,5\n历年,a,7\n")
    assert landed.figures("fiscal_year", "amount_reported") == [(2024, Decimal(5))]
    assert landed.parked_as("unknown_category") == ["历年 | a | 7"]


@pytest.mark.parametrize(
    ("printed", "named_by", "year"),
    [
        ("FY14-15", "start", 2014),
        ("FY14-15", "end", 2015),
        ("2014/15", "start", 2014),
        ("2014-2015", "end", 2015),
        ("2014", "end", 2014),
        ("2023年", "start", 2023),
    ],
)
def test_fiscal_years_across_two_calendar_years(printed: str, named_by: str, year: int) -> None:
    text = f"fiscal_year: {{start_month: 7, named_by: {named_by}}}\nlayout:\n  columns: {{year: FY, item_name: item}}\n  amounts: [{{column: paid, period_basis: year}}]\n"
    landed = land(contract(text, years="2010-2024"), f"FY,item,paid\n{printed},a,5\n")
    ends = year + 1 if named_by == "start" else year
    assert landed.figures("fiscal_year", "period_end", "period_months") == [(year, datetime.date(ends, 6, 30), 12)]


def test_a_month_belongs_to_the_fiscal_year_it_falls_into() -> None:
    text = "fiscal_year: {start_month: 7, named_by: end}\ncaliber: {period_basis: cumulative}\nlayout:\n  columns: {period: period, item_name: item}\n  amounts: [{column: paid}]\n"
    landed = land(contract(text, years="2014-2016"), "period,item,paid\n2014-07,a,1\n2015-06,a,2\n2015-07,a,3\n")
    assert landed.figures("fiscal_year", "period_end", "period_months") == [
        (2015, datetime.date(2014, 7, 31), 1), (2015, datetime.date(2015, 6, 30), 12), (2016, datetime.date(2015, 7, 31), 1),
    ]  # fmt: skip


def test_year_of_a_column() -> None:
    text = "layout:\n  columns: {item_name: 项目}\n  amounts:\n    - {column: 上年, year_offset: -1, stage: final}\n    - {column: 本年, stage: final}\n    - {column: 2021年, header_is: year, stage: final}\n"
    assert land(contract(text), "项目,上年,本年,2021年\na,1,2,3\n").figures("fiscal_year", "amount_reported") == [
        (2023, Decimal(1)),
        (2024, Decimal(2)),
        (2021, Decimal(3)),
    ]


def test_a_composed_key_is_taken_apart_and_codes_are_made_whole() -> None:
    text = """
layout:
  header_rows: none
  columns:
    item_code: {column: 1, split: "/", take: 3}
    organisation_code: {column: 2, pad: 5}
    fund_code: {column: 3, prefix: "F-"}
    programme_code: {column: 4, split: " ", take: 1}
  amounts: [{column: 5}]
"""
    landed = land(contract(text), "2016/A/02101,123,7,P1 Roads,5\n2016/A,12345,8,P2,6\n")
    assert landed.figures("item_code", "organisation_code", "fund_code", "programme_code") == [("02101", "00123", "F-7", "P1"), (None, "12345", "F-8", "P2")]


def test_words_are_translated_and_an_unknown_one_is_parked_with_its_money() -> None:
    text = "layout:\n  columns: {kind: {column: 类别, values: {支: expenditure, 收: revenue}}, item_name: 项目}\n  amounts: [{column: 数, stage: final}, {column: 率, measure: rate, of: [final, adopted]}]\n"
    landed = land(contract(text), '类别,项目,数,率\n支,a,5,50%\n收,b,"1,234.5",1\n转,c,"2,000.5",99\n')
    assert landed.figures("kind", "measure", "amount_reported") == [
        ("expenditure", "amount", Decimal(5)), ("expenditure", "rate", Decimal(50)), ("revenue", "amount", Decimal("1234.5")), ("revenue", "rate", Decimal(1)),
    ]  # fmt: skip
    (parked,) = landed.parked
    assert (parked["row_number"], parked["reason"], parked["text"], parked["money"]) == (4, "unknown_category", "转 | c | 2,000.5 | 99", Decimal("2000.5"))
    assert landed.export["money_parked"] == Decimal("2000.5"), "a rate is no money"


def test_caliber_words_come_from_column_then_line_then_contract_and_else_stay_unknown() -> None:
    text = """
caliber: {scope: own_level, account: general}
layout:
  columns: {account: {column: 账, values: {基金: government_fund}}, item_name: 项目}
  amounts: [{column: 甲, stage: final}, {column: 乙, stage: adopted, account: special}]
"""
    landed = land(contract(text), "账,项目,甲,乙\n基金,a,1,2\n,b,3,4\n")
    assert landed.figures("account", "stage", "scope", "basis") == [
        ("government_fund", "final", "own_level", "unknown"), ("special", "adopted", "own_level", "unknown"),
        ("general", "final", "own_level", "unknown"), ("special", "adopted", "own_level", "unknown"),
    ]  # fmt: skip


def test_units_printed_in_the_line_or_said_of_a_column() -> None:
    text = "unit: {currency: CNY, scale: 1}\nlayout:\n  columns: {item_name: 项目, unit: 单位}\n  amounts: [{column: 数}, {column: 率, measure: growth, of: [final]}]\n"
    landed = land(contract(text), "项目,单位,数,率\na,万元,5,1\nb,EUR,6,\nc,,7,\n")
    assert landed.figures("measure", "unit_scale", "currency") == [
        ("amount", 10000, "CNY"),
        ("growth", 1, "percent"),
        ("amount", 1, "EUR"),
        ("amount", 1, "CNY"),
    ]
    column = land(contract("layout:\n  columns: {item_name: 项目}\n  amounts: [{column: 甲, scale: 1000}, {column: 乙}]\n"), "项目,甲,乙\na,1,2\n")
    assert column.figures("unit_scale") == [(1000,), (1,)]


def test_a_unit_nobody_knows_is_never_taken_for_the_contracts_own() -> None:
    text = "unit: {currency: CNY, scale: 1}\nlayout:\n  columns: {item_name: 项目, unit: 单位}\n  amounts: [{column: 数}]\n"
    landed = land(contract(text), "项目,单位,数\na,万元,5\nb,大箱,6\n")
    assert landed.export["status"] == "parked" or landed.parked_as("unknown_category") == ["b | 大箱 | 6"]
    assert not [row for row in landed.amounts if row["amount_printed"] == "6"]


def test_merged_and_repeated_texts_are_filled_down_and_counted_once() -> None:
    data = xlsx([["单位", "项目", "数"], ["甲局", "a", 1], [None, "b", 2], [None, None, None], [None, "c", 3], ["乙局", "d", 4]], ("A2:A3",))
    layout = "layout:\n  columns: {organisation_name: 单位, item_name: 项目}\n  amounts: [{column: 数}]\n"
    merged = workbook(layout, data)
    assert merged.figures("organisation_name", "item_name") == [("甲局", "a"), ("甲局", "b"), (None, "c"), ("乙局", "d")]
    filled = workbook(layout + "  fill_down: [organisation_name]\n", data)
    assert filled.figures("organisation_name", "item_name") == [("甲局", "a"), ("甲局", "b"), ("甲局", "c"), ("乙局", "d")]
    assert filled.export["n_cells"] == merged.export["n_cells"] == 13, "three header cells and ten printed ones"
    assert filled.export["n_rows"] == 4, "a blank row stays blank"


def test_kept_columns_travel_along_and_ignored_ones_are_counted() -> None:
    text = "ignore: [备注, '序*']\nlayout:\n  columns: {item_name: 项目}\n  keep: [文号]\n  amounts: [{column: 数}]\n"
    landed = land(contract(text), "序号,项目,文号,数,备注\n1,a,〔2024〕5号,7,无\n")
    assert landed.figures("extras") == [('{"文号":"〔2024〕5号"}',)]
    assert landed.export["n_cells_ignored"] == 2


def test_rows_left_out_by_name_keep_their_reason() -> None:
    text = 'layout:\n  columns: {item_name: 项目}\n  amounts: [{column: 数}]\n  ignore_rows: [{where: {item_name: "^测试"}, reason: trial line of the publisher}]\n'
    landed = land(contract(text), "项目,数\na,5\n测试,6\n项目,数\n")
    assert landed.figures("item_name") == [("a",)]
    assert {row["reason"]: row["text"] for row in landed.parked} == {"ignored: trial line of the publisher": "测试 | 6", "repeated_header": "项目 | 数"}


def test_what_the_path_says_of_region_and_organisation() -> None:
    text = contract(
        "layout:\n  columns: {item_name: 项目}\n  amounts: [{column: 数}]\n",
        years="2020-2024",
        files="{region}/{organisation}_{year}年{month}月*.csv",
        head=HEAD,
    )
    landed = land(text, "项目,数\na,5\n", "临湖 市/教育局_2023年7月 (最终).csv")
    assert landed.figures("region_printed", "organisation_code", "fiscal_year", "period_end") == [("临湖 市", "教育局", 2023, datetime.date(2023, 7, 31))]
