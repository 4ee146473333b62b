"""Shapes of tables that publishers really use: codes in two columns, several tables on a sheet, headings over several columns."""

from __future__ import annotations

import io
from decimal import Decimal

from one_file import HEAD, contract, land
from openpyxl import Workbook

INDICATORS = HEAD.replace("expenditure", "indicators").replace("unit: {currency: CNY}\n", "")


def workbook(rows: list[list[str | int | None]], merges: list[str]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for span in merges:
        book.active.merge_cells(span)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_code_counts_within_the_code_of_another_column() -> None:
    layout = "layout: {columns: {organisation_code: {column: section, within: centre, pad: 3}}, amounts: {final: paid}}"
    landed = land(contract(layout), "centre,section,paid\n001,100,5\n503,40,7\n")
    assert landed.figures("organisation_code", "amount_reported") == [("001100", Decimal(5)), ("503040", Decimal(7))]
    assert landed.export["n_cells"] == landed.export["n_cells_landed"]


def test_every_table_of_a_sheet_has_its_own_total_row() -> None:
    layout = """
layout:
  header_find: region
  columns: {region: region}
  amounts: [{column: "*", stage: final, header_is: item_name}]
  roles: [{where: {region: ^all$}, role: grand_total, over: [region]}]
"""
    content = "region,roads,schools\nall,3,30\nnorth,1,10\nsouth,2,20\nregion,health,parks\nall,7,9\nnorth,3,4\nsouth,4,5\n"
    landed = land(contract(layout), content)
    parents = {(row["row_number"], row["row_parent"]) for row in landed.amounts}
    assert parents == {(2, None), (3, 2), (4, 2), (6, None), (7, 6), (8, 6)}


def test_indicators_without_any_role_land_line_by_line() -> None:
    layout = "layout: {columns: {indicator_name: name, target: target, actual: actual}}"
    landed = land(contract(layout, head=INDICATORS), "name,target,actual\nvisits,100,90\ngrants,5,5\n")
    assert [(row["indicator_name"], row["target_value"], row["row_role"]) for row in landed.indicators] == [
        ("visits", Decimal(100), "leaf"),
        ("grants", Decimal(5), "leaf"),
    ]


def test_a_heading_reaches_as_far_as_its_merged_cell() -> None:
    layout = "layout: {header_rows: [1, 2], columns: {region: region}, keep: [name], amounts: [{column: '*', stage: final}]}"
    rows: list[list[str | int | None]] = [
        ["region", "name", None, "taxes", None], [None, None, "fees", "income", "land"], ["n", "North", 1, 2, 3],
    ]  # fmt: skip
    landed = land(contract(layout, files="made_up.xlsx"), workbook(rows, ["A1:A2", "B1:B2", "D1:E1"]), "made_up.xlsx")
    assert landed.figures("column_name") == [("fees",), ("taxes/income",), ("taxes/land",)]


def test_signs_of_missing_figures_are_known_only_where_they_stand() -> None:
    layout = "format: {missing: [s.d.]}\nlayout: {columns: {item_name: name}, amounts: {adopted: planned, final: paid}}"
    landed = land(contract(layout), "name,planned,paid\na,—,S.D.\nb,5,x\nc,6,7\n")
    assert landed.figures("amount_printed", "amount_reported") == [
        ("—", None), ("S.D.", None), ("5", Decimal(5)), ("6", Decimal(6)), ("7", Decimal(7)),
    ]  # fmt: skip
    assert landed.parked_as("not_a_number") == ["x"]
