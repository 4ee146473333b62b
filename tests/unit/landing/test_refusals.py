"""A file that does not look as its contract says is parked as a whole, with what, where and what to write instead."""

from __future__ import annotations

from decimal import Decimal

import pytest
from one_file import HEAD, contract, land

LAYOUT = "layout:\n  columns: {item_code: 编码, item_name: 名称}\n  amounts: [{column: 数, stage: final}]\n"
TABLE = "编码,名称,数\n201,教育,5\n205,卫生,7\n"


@pytest.mark.parametrize(
    ("layout", "text", "reason", "said"),
    [
        (LAYOUT, "编码,名称,数,备注\n201,教育,5,\n205,卫生,7,见附表\n", "unmapped_column", ["D3 '见附表'", "column 4 '备注'", "list them under ignore"]),
        (LAYOUT, "编码,名称,金额\n201,教育,5\n", "unknown_column", ["no column '数'", "printed: 编码, 名称, 金额"]),
        (LAYOUT.replace("名称", "名 称s"), "编码,名称s1,数\n201,a,5\n", "unknown_column", ["nearest: 名称s1"]),
        (LAYOUT, "编码,名称,数,数\n201,教育,5,6\n", "ambiguous_column", ["the columns 3, 4", "write the position"]),
        (LAYOUT.replace("column: 数", "column: 9"), TABLE, "unknown_column", ["column 9 does not exist", "has 3 columns"]),
        (LAYOUT.replace("[{column: 数, stage: final}]", "{final: 数, adopted: 数}"), TABLE, "column_used_twice", ["'数' (3)"]),
        (LAYOUT + "expect: {rows: [3, 9]}\n", TABLE, "unexpected_rows", ["2 data rows", "3 to 9"]),
        (LAYOUT + "expect: {rows: [1, 1]}\n", TABLE, "unexpected_rows", ["2 data rows"]),
        (LAYOUT + "  header_rows: 9\n", TABLE, "no_header", ["header row 9"]),
        (LAYOUT + "  header_find: 科目\n", TABLE, "no_header", ["begins with '科目'"]),
        (LAYOUT, "编码,名称,数\n,,\n", "no_rows", []),
        (LAYOUT.replace("item_name: 名称", "fund_name: 名称") + "  hierarchy: indent\n", TABLE, "no_item_name", ["needs the field item_name"]),
        (LAYOUT.replace("column: 数, stage: final", "column: '*', header_is: stage"), TABLE, "unknown_category", ["header '数' is not a value of stage"]),
        (LAYOUT.replace("column: 数, stage: final", "column: '*', header_is: month"), TABLE, "unknown_category", ["header '数' is no month"]),
        (LAYOUT.replace("column: 数", "column: 没有*"), TABLE, "unmapped_column", ["C2 '5'"]),
    ],
)  # fmt: skip
def test_faults_of_the_layout(layout: str, text: str, reason: str, said: list[str]) -> None:
    landed = land(contract(layout), text)
    assert landed.export["parked_reason"] == reason, landed.reason
    for part in said:
        assert part in landed.reason


def test_the_first_five_columns_nobody_speaks_for_are_named() -> None:
    landed = land(contract(LAYOUT), "编码,名称,数,a,b,c,d,e,f,g\n201,教育,5,1,2,3,4,5,6,7\n")
    assert landed.reason.count("column ") >= 5 and "and 2 more columns" in landed.reason


@pytest.mark.parametrize(
    ("text", "scale", "sound"),
    [
        ("2024年决算表,,\n单位：元,,\n编码,名称,数\n201,教育,5\n", 10000, False),
        ("2024年决算表,,\n单位：万元,,\n编码,名称,数\n201,教育,5\n", 10000, True),
        (",,单位:亿元\n,,\n编码,名称,数\n201,教育,5\n", 1, False),
        ("决算表（千元）,,\n,,\n编码,名称,数\n201,教育,5\n", 1000, True),
        ("决算表,,\n,,\n编码,名称,数\n201,教育,5\n单位：百万元,,\n", 1, False),
    ],
)
def test_a_printed_unit_that_contradicts_the_contract(text: str, scale: int, sound: bool) -> None:
    landed = land(contract(LAYOUT + f"  header_rows: 3\nunit: {{currency: CNY, scale: {scale}}}\n"), text)
    if sound:
        assert landed.figures("unit_scale") == [(scale,)]
    else:
        assert landed.export["parked_reason"] == "unit_contradiction"
        assert f"the contract says scale {scale}" in landed.reason


def test_a_unit_in_a_header_that_contradicts_the_contract() -> None:
    layout = LAYOUT.replace("数", "决算数（万元）")
    assert land(contract(layout), TABLE.replace("数", "决算数（万元）")).export["parked_reason"] == "unit_contradiction"
    assert land(contract(layout.replace("stage: final", "stage: final, scale: 10000")), TABLE.replace("数", "决算数（万元）")).figures("unit_scale") == [
        (10000,),
        (10000,),
    ]


def test_no_year_and_no_unit_are_refused_by_name() -> None:
    no_year = land(contract(LAYOUT, years="[2023, 2024]"), TABLE)
    assert no_year.export["parked_reason"] == "no_year" and "row 2" in no_year.reason
    no_unit = land(
        contract("layout:\n  columns: {item_code: 编码, unit: 名称}\n  amounts: [{column: 数}]\n", head=HEAD.replace("unit: {currency: CNY}\n", "")), TABLE
    )
    assert no_unit.export["status"] == "parked" or not no_unit.amounts
    assert "万元" in no_unit.reason or no_unit.parked_as("unknown_category")


def test_control_totals_are_written_beside_the_rows() -> None:
    expect = """
expect:
  control_totals:
    - {name: printed total, column: 数, equals: 12}
    - {name: education, column: 3, where: {item_name: "^教育$"}, equals: "4.99", tolerance: "0.02"}
"""
    landed = land(contract(LAYOUT + expect), TABLE)
    assert sorted((row["control_name"], row["observed"], row["expected"], row["tolerance"]) for row in landed.controls) == [
        ("education", Decimal(5), Decimal("4.99"), Decimal("0.02")), ("printed total", Decimal(12), Decimal(12), Decimal(0)),
    ]  # fmt: skip


def test_a_control_total_over_an_unknown_column_parks_the_file() -> None:
    landed = land(contract(LAYOUT + "expect: {control_totals: [{name: x, where: {itemname: a}, equals: 1}]}\n"), TABLE)
    assert landed.export["parked_reason"] == "unknown_field"


def test_a_parked_file_says_all_that_is_known_of_it() -> None:
    landed = land(contract(LAYOUT), b"PK\x03\x04 cut off")
    export = landed.export
    assert (export["status"], export["parked_reason"]) == ("parked", "broken_workbook")
    assert (export["contract_id"], export["file_path"], export["file_bytes"]) == ("zz-made.up", "made_up.csv", 12)
    assert export["publisher"] == "Made up" and export["region_declared"] == "ZZ-1" and export["declared_year"] == 2024


@pytest.mark.parametrize("title", ["2024年1-9月收支表", "2024年上半年收支表", "截至9月收支表"])
def test_a_part_of_the_year_named_in_the_title_is_kept(title: str) -> None:
    landed = land(contract(LAYOUT + "  header_rows: 2\n"), f"{title},,\n{TABLE}")
    assert landed.export["stated_period"]
    whole = land(contract(LAYOUT + "  header_rows: 2\n"), f"2023年1-12月收支表,,\n{TABLE}")
    assert (whole.export["stated_period"], whole.export["stated_years"]) == (None, "[2023]")
