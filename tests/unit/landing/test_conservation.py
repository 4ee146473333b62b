"""Nothing is lost: every printed cell of any table is landed, ignored by name or parked, and the money is all there."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from one_file import contract, land

HEADER = ["类", "编码", "名称", "预算", "决算", "文号", "备注"]
CONTRACT = contract("""
format: {delimiter: ",", encoding: utf-8, numbers: "1,234.56"}
ignore: [备注]
layout:
  header_rows: 2
  columns: {kind: {column: 类, values: {支: expenditure, 收: revenue}}, item_code: 编码, item_name: 名称}
  amounts: {adopted: 预算, final: 决算}
  keep: [文号]
  hierarchy: item_code
  roles:
    - {where: {item_name: "^合计"}, role: grand_total, over: above}
    - {where: {item_name: "^其中"}, role: of_which}
  footnotes: "^注"
  ignore_rows: [{where: {item_name: "^测试"}, reason: trial line}]
""")


@dataclass(frozen=True)
class Line:
    """One generated line: its cells, what must become of it, and the figures it prints."""

    cells: tuple[str, ...]
    fate: str
    figures: tuple[Decimal | str | None, ...] = ()

    @property
    def filled(self) -> int:
        return sum(1 for cell in self.cells if cell.strip())


@st.composite
def figure_cells(draw: st.DrawFn) -> tuple[str, Decimal | str | None]:
    """A figure cell and what it is: a figure, "missing", "wrong", or None for a blank."""
    how = draw(st.sampled_from(["figure", "figure", "figure", "negative", "missing", "blank", "wrong"]))
    value = Decimal(draw(st.integers(0, 10**9))).scaleb(-draw(st.integers(0, 2)))
    if how == "figure":
        return f"{value:,f}", value
    if how == "negative":
        return f"({value:,f})", -value
    return {"missing": (draw(st.sampled_from(["—", "-", "无"])), "missing"), "wrong": (draw(st.sampled_from(["约5", "见附表"])), "wrong"), "blank": ("", None)}[
        how
    ]


@st.composite
def lines(draw: st.DrawFn) -> Line:
    fate = draw(st.sampled_from(["data", "data", "data", "total", "of_which", "ragged", "footnote", "heading", "blank", "ignored", "unknown", "repeated"]))
    code = draw(st.sampled_from(["201", "20101", "2010101", "205", ""]))
    name = {"total": "合计", "of_which": "其中：甲", "ignored": "测试"}.get(fate) or draw(st.sampled_from(["教育", "卫生,保健", '"引号"', "一 二"]))
    printed = [draw(figure_cells()), draw(figure_cells())]
    kept, remark = draw(st.sampled_from(["", "〔1〕号"])), draw(st.sampled_from(["", "见说明", "　"]))
    cells = (("未知" if fate == "unknown" else draw(st.sampled_from(["支", "收", ""]))), code, name, printed[0][0], printed[1][0], kept, remark)
    if fate == "ragged":
        return Line(tuple(["碎片"] * draw(st.sampled_from([3, 5, 9]))), fate)
    if fate in ("footnote", "heading", "blank"):
        text = {"footnote": "注：虚构", "heading": "第一部分", "blank": ""}[fate]
        return Line((text, "", "", "", "", "", ""), fate)
    if fate == "repeated":
        return Line(tuple(HEADER), fate)
    if all(meant is None for _, meant in printed) and fate != "ignored":
        return Line(cells, "heading")
    return Line(cells, fate, tuple(meant for _, meant in printed))


def tables(height: int) -> st.SearchStrategy[list[Line]]:
    """Most lines are as wide as the header, else the ragged ones would set the width."""
    every = st.lists(lines(), min_size=1, max_size=height)
    return every.filter(lambda table: sum(line.fate == "ragged" for line in table) * 2 <= len(table))


def page(titled: str, table: list[Line]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([[titled], HEADER, *(line.cells for line in table)])
    return out.getvalue()


@settings(max_examples=50)
@given(titled=st.sampled_from(["", "2024年决算表"]), table=tables(14))
def test_every_cell_and_all_money_of_any_table(titled: str, table: list[Line]) -> None:
    whole = [line for line in table if line.fate != "ragged"]
    data = [line for line in table if line.fate in ("data", "total", "of_which")]
    landed = land(CONTRACT, page(titled, table))
    if not data:
        assert landed.export["parked_reason"] in ("no_rows", "no_header")
        return
    export = landed.export
    assert export["status"] == "landed", landed.reason

    read = len(HEADER) + bool(titled) + sum(line.filled for line in whole) + len(table) - len(whole)
    wrong = sum(line.figures.count("wrong") for line in data)
    ignored = sum(line.filled for line in whole if line.fate == "ignored") + sum(1 for line in data if line.cells[6].strip())
    parked = bool(titled) + len(table) - len(whole) + wrong + sum(line.filled for line in whole if line.fate in ("footnote", "heading", "unknown", "repeated"))
    assert export["n_cells"] == read
    assert (export["n_cells_landed"], export["n_cells_ignored"], export["n_cells_parked"]) == (read - ignored - parked, ignored, parked)
    assert sum(row["n_cells"] for row in landed.parked if not row["reason"].startswith("ignored")) == parked

    figures = [figure for line in data for figure in line.figures if isinstance(figure, Decimal)]
    missing = sum(line.figures.count("missing") for line in data)
    assert export["n_amounts"] == len(landed.amounts) == len(figures) + missing
    assert Counter(row["amount_reported"] for row in landed.amounts) == Counter([*figures, *[None] * missing])
    assert export["money_in"] == sum(figures)
    assert export["money_parked"] == sum(figure for line in table if line.fate == "unknown" for figure in line.figures if isinstance(figure, Decimal))

    roles = {"total": "grand_total", "of_which": "of_which"}
    for role, fate in (("grand_total", "total"), ("of_which", "of_which")):
        wanted = sum(figure for line in data if line.fate == fate for figure in line.figures if isinstance(figure, Decimal))
        assert sum(row["amount_reported"] or 0 for row in landed.amounts if row["row_role"] == role) == wanted, roles[fate]
    leaves = sum(row["amount_reported"] or 0 for row in landed.amounts if row["row_role"] in ("leaf", "subtotal"))
    assert leaves == sum(figure for line in data if line.fate == "data" for figure in line.figures if isinstance(figure, Decimal))


@settings(max_examples=20)
@given(table=tables(10))
def test_every_printed_text_can_be_found_again_at_its_row(table: list[Line]) -> None:
    landed = land(CONTRACT, page("", table))
    if landed.export["status"] == "parked":
        return
    for number, line in enumerate(table, start=3):
        fields = ("region_printed", "item_code", "item_name", "amount_printed", "extras")
        found = [str(row[name] or "") for row in landed.amounts if row["row_number"] == number for name in fields]
        found += [f"{row['text']} {row['detail']}" for row in landed.parked if row["row_number"] == number]
        for place, cell in enumerate(line.cells):
            spoken = line.fate == "ragged" or HEADER[place] not in ("备注", "类")
            if cell.strip() and spoken:
                assert any(cell in text.replace('""', '"').replace('\\"', '"') for text in found), f"row {number}: {cell!r} is gone"
