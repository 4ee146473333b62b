"""Printed figures come back exactly, missing ones are never zero, and what can be read in two ways is refused."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_file import HEAD, Landed, contract, land

LAYOUT = 'format: {{delimiter: "\\t", encoding: utf-8{further}}}\nlayout:\n  columns: {{item_name: 项目}}\n  amounts: [{{column: "*", stage: final}}]'
NOTHING = object()

# What the cells of one column print, and what they mean. None: printed as missing. NOTHING: a blank cell, which prints nothing.
# "x": no figure and no sign for a missing one, so the cell is parked.
COLUMNS: dict[str, list[tuple[str, object]]] = {
    "comma decides": [("1.234,56", "1234.56"), ("118.349", "118349"), ("12", "12"), ("0,5", "0.5")],
    "point decides": [("1,234.56", "1234.56"), ("118,349", "118349"), ("12", "12"), (".5", "0.5")],
    "two points decide": [("1.234.567", "1234567"), ("118.349", "118349")],
    "two decimals decide": [("118.349", "118.349"), ("12.50", "12.50")],
    "no marks": [("117177", "117177"), ("0", "0"), ("-5", "-5"), ("+7", "7")],
    "spaces": [("1 234,5", "1234.5"), ("12\u00a0345\u202f678,9", "12345678.9"), ("7", "7")],
    "full width": [("１，２３４．５", "1234.5"), ("１２", "12"), ("（３．５）", "-3.5"), ("６－", "-6")],
    "full width comma": [("１．２３４，５６", "1234.56"), ("１２", "12")],
    "negatives": [("(1,234.5)", "-1234.5"), ("（7）", "-7"), ("1.5-", "-1.5"), ("−3", "-3"), ("△2.5", "-2.5"), ("▲4", "-4"), ("-1", "-1")],
    "currencies": [("¥1,234.50", "1234.50"), ("￥ 7", "7"), ("8,5", "x"), ("€ 3.5", "3.5"), ("-$4", "-4")],
    "missing": [("—", None), ("-", None), ("无", None), ("", NOTHING), ("　", NOTHING), ("…", None), ("/", None), ("N/A", None), ("－", None), ("5", "5")],
    "zero": [("0", "0"), ("0.00", "0"), ("-", None), ("", NOTHING), ("-0", "0")],
    "percent": [("27.22%", "27.22"), ("５％", "5"), ("-3.1%", "-3.1")],
    "no figures": [("约5", "x"), ("5人", "x"), ("1.2.3,4", "x"), ("--7", "x"), ("1e3x", "x"), ("4", "4")],
    "wrong groups": [("1,234,567.5", "1234567.5"), ("12,34,567.5", "x"), ("1,2345.5", "x"), ("1234,567.5", "x")],
}  # fmt: skip
# One column contradicts itself on purpose; it stands in a file of its own below.
CONTRADICTING = {"currencies"}


def page(columns: dict[str, list[str]]) -> str:
    height = max(len(cells) for cells in columns.values())
    lines = [["项目", *columns], *([str(row), *(cells[row] if row < len(cells) else "" for cells in columns.values())] for row in range(height))]
    return "\n".join("\t".join(line) for line in lines)


@cache
def read(further: str, *columns: tuple[str, tuple[str, ...]]) -> Landed:
    text = page({name: list(cells) for name, cells in columns})
    return land(contract(LAYOUT.format(further=further)), text)


@pytest.mark.parametrize("name", [name for name in COLUMNS if name not in CONTRADICTING])
def test_a_column_is_read_by_what_it_shows(name: str) -> None:
    landed = read("", *((other, tuple(text for text, _ in cells)) for other, cells in COLUMNS.items() if other not in CONTRADICTING))
    assert landed.export["status"] == "landed", landed.reason
    amounts = {row["row_number"]: row for row in landed.amounts if row["column_name"] == name}
    parked = {row["row_number"] for row in landed.parked if row["column_name"] == name and row["reason"] == "not_a_number"}
    for row, (text, meant) in enumerate(COLUMNS[name], start=2):
        assert (row in parked) == (meant == "x"), text
        assert (row in amounts) == (meant not in ("x", NOTHING)), text
        if row in amounts:
            assert amounts[row]["amount_reported"] == (None if meant is None else Decimal(str(meant))), text
            assert amounts[row]["amount_printed"] == text.strip("　"), "the printed text stays beside the figure"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("118.349",), "row 2: '118.349' can be read with a thousands mark or with three decimals"),
        (("12", "118,349", "7"), "row 3: '118,349' can be read"),
        (("-1.234", "(118.349)"), "row 2: '-1.234' can be read"),
        (("１１８．３４９",), "row 2: '１１８．３４９' can be read"),
    ],
)
def test_figures_that_can_be_read_both_ways_are_refused(cells: tuple[str, ...], said: str) -> None:
    landed = read("", ("数", cells))
    assert landed.export["parked_reason"] == "ambiguous_numbers"
    assert "column '数'" in landed.reason and said in landed.reason
    assert "declare format.numbers" in landed.reason


@pytest.mark.parametrize(("declared", "value"), [("1.234,56", "118349"), ("1,234.56", "118.349")])
def test_a_declared_format_settles_them(declared: str, value: str) -> None:
    landed = read(f', numbers: "{declared}"', ("数", ("118.349",)))
    assert landed.figures("amount_printed", "amount_reported") == [("118.349", Decimal(value))]


@pytest.mark.parametrize(("cells", "reason"), [(("1.234,56", "1,234.56"), "mixed_numbers"), (("1.234.567", "0.5"), "mixed_numbers")])
def test_a_column_that_contradicts_itself_is_refused(cells: tuple[str, ...], reason: str) -> None:
    landed = read("", ("数", cells))
    assert landed.export["parked_reason"] == reason
    assert f"row 2 '{cells[0]}'" in landed.reason and f"row 3 '{cells[1]}'" in landed.reason


def test_a_column_that_contradicts_the_declared_format_is_refused() -> None:
    landed = read(', numbers: "1.234,56"', ("数", ("1,234.56",)))
    assert landed.export["parked_reason"] == "wrong_numbers"
    assert "row 2 prints '1,234.56'" in landed.reason


def test_columns_are_judged_one_by_one() -> None:
    landed = read("", ("甲", ("1.234,5",)), ("乙", ("1,234.5",)))
    assert landed.figures("amount_reported") == [(Decimal("1234.5"),), (Decimal("1234.5"),)]
    assert landed.export["number_formats"] == '{"甲": "1.234,56", "乙": "1,234.56"}'


def test_what_a_publisher_prints_for_zero_and_for_missing() -> None:
    landed = read(', zero: ["-"], missing: ["s.d.", "9999"]', ("数", ("-", "s.d.", "S.D.", "9999", "—", "3")))
    assert landed.figures("amount_reported") == [(Decimal(0),), (None,), (None,), (None,), (None,), (Decimal(3),)]


def test_decimals_as_printed_are_kept_for_later_tolerances() -> None:
    landed = read("", ("数", ("1.50", "2", "3.125", "—")))
    assert landed.figures("printed_decimals") == [(2,), (0,), (3,), (0,)]


FORMATS = {"1,234.56": (",", "."), "1.234,56": (".", ","), "1 234,56": ("\u00a0", ","), "1 234.56": (" ", "."), "1'234.56": ("'", ".")}
SIGNS = ["-{}", "−{}", "{}-", "({})", "（{}）", "△{}"]
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@st.composite
def printed_figures(draw: st.DrawFn, thousands: str, decimal: str) -> tuple[str, Decimal]:
    """A figure with up to 17 digits before and 10 behind the decimal mark, printed in one of the usual ways."""
    places = draw(st.integers(0, 10))
    figure = Decimal(draw(st.integers(0, 10 ** (17 + places) - 1))).scaleb(-places)
    whole, _, part = f"{figure:,f}".partition(".")
    text = whole.replace(",", thousands if draw(st.booleans()) else "") + (decimal + part if part else "")
    if draw(st.booleans()):
        text, figure = draw(st.sampled_from(SIGNS)).format(text), -figure
    elif draw(st.booleans()):
        text = draw(st.sampled_from(["¥{}", "{} €", "+{}", " {} "])).format(text)
    return (text.translate(WIDE) if draw(st.booleans()) else text), figure


@settings(max_examples=6)
@given(data=st.data())
@pytest.mark.parametrize("declared", list(FORMATS))
def test_every_printed_figure_comes_back_exactly(data: st.DataObject, declared: str) -> None:
    figures = data.draw(st.lists(printed_figures(*FORMATS[declared]), min_size=1, max_size=40))
    landed = land(contract(LAYOUT.format(further=f', numbers: "{declared}"')), page({"数": [text for text, _ in figures]}))
    assert landed.export["status"] == "landed", landed.reason
    assert [row["amount_reported"] for row in landed.amounts] == [figure for _, figure in figures]
    assert landed.export["money_in"] == sum(figure for _, figure in figures)


INDICATORS = 'format: {{encoding: utf-8, delimiter: "\\t", numbers: "{}"}}\nlayout:\n  columns: {{indicator_name: 指标, target: 指标值, actual: 完成值}}'
AROUND = {
    None: ["{}", "{}%", "{}人次", "{} days", "{} (3/4)"],
    ">=": ["≥{}", "at least {} persons", "{}以上"],
    "<=": ["不超过{}元", "no more than {} days", "{} or less"],
}


@settings(max_examples=6)
@given(data=st.data())
@pytest.mark.parametrize("declared", list(FORMATS))
def test_every_figure_of_an_indicator_comes_back_exactly(data: st.DataObject, declared: str) -> None:
    figures = data.draw(st.lists(printed_figures(*FORMATS[declared]), min_size=1, max_size=40))
    operators = [data.draw(st.sampled_from(list(AROUND) if text[0] in "0123456789" and text[-1] in "0123456789" else [None])) for text, _ in figures]
    framed = [
        data.draw(st.sampled_from(AROUND[operator] if text[-1].isdigit() else ["{}"])).format(text)
        for (text, _), operator in zip(figures, operators, strict=True)
    ]
    lines = "".join(f"名\t{target}\t{text}\n" for target, (text, _) in zip(framed, figures, strict=True))
    landed = land(contract(INDICATORS.format(declared), head=HEAD.replace("expenditure", "indicators")), "指标\t指标值\t完成值\n" + lines)
    assert landed.export["status"] == "landed", landed.reason
    assert [row["actual_value"] for row in landed.indicators] == [figure for _, figure in figures]
    shown = [(row["target_operator"], row["target_value"]) for row in landed.indicators]
    assert shown == [(operator, figure) for operator, (_, figure) in zip(operators, figures, strict=True)], framed
