"""Years side by side in the header: what lands is what the same figures would be one below the other, with the year in a column."""

from __future__ import annotations

import csv
import hashlib
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_file import HEAD, contract, editions, land, land_as

from pipelines.contracts.contract import FiscalYear
from pipelines.landing.matching import assignments
from pipelines.landing.periods import header_year

INDICATORS = HEAD.replace("expenditure", "indicators").replace("unit: {currency: CNY}\n", "")
WIDE = "layout:\n  header_rows: {rows}\n  columns: {{organisation_name: Body, indicator_name: Indicator}}\n  indicators: [{entry}]\n"
BOTH = '{target: "*Plan*", actual: "*Actual*", header_is: year}'
SEEN = ("fiscal_year", "period_end", "period_months", "organisation_name", "indicator_name", "target_text", "target_value", "actual_text", "actual_value")
FORMS = ("{year} {word}", "{word} {year}", "{word} FY{year}", "{word} ({year})", "{year}年{word}", "#{word}_{year}_revised")


def wide(content: str | bytes, entry: str = BOTH, years: str = "2019-2024", rows: str = "1", name: str = "made_up.csv", head: str = INDICATORS) -> Any:
    return land(contract(WIDE.format(rows=rows, entry=entry), head=head, years=years, files=name), content, name)


def said(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted((tuple(row[name] for name in SEEN) for row in rows), key=str)


def table(lines: list[list[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue()


def workbook(lines: list[list[object]], merges: tuple[str, ...] = ()) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    for span in merges:
        book.active.merge_cells(span)
    book.save(out)
    return out.getvalue()


FIGURE = st.one_of(st.none(), st.decimals(0, 99_999, places=2))
BOOK = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.sampled_from(["Beds", "Visits"])),
    st.dictionaries(st.integers(2019, 2024), st.tuples(FIGURE, FIGURE), min_size=1),
    min_size=1,
)


@settings(max_examples=40, deadline=None)
@given(book=BOOK, form=st.sampled_from(FORMS), double=st.booleans(), named_by=st.sampled_from(["start", "end"]))
def test_wide_and_long_tables_land_alike(book: dict[tuple[str, str], dict[int, Any]], form: str, double: bool, named_by: str) -> None:
    head = INDICATORS + f"fiscal_year: {{start_month: 7, named_by: {named_by}}}\n"
    years = sorted({year for of_years in book.values() for year in of_years})
    printed = {year: f"{year - (named_by == 'end')}/{(year + (named_by == 'start')) % 100:02}" if double else str(year) for year in years}
    header = ["Body", "Indicator", *(form.format(year=printed[year], word=word) for year in years for word in ("Plan", "Actual"))]
    lines = [[*names, *(value for year in years for value in of_years.get(year, (None, None)))] for names, of_years in book.items()]
    below = [
        [*names, printed[year], *values] for names, of_years in book.items() for year, values in of_years.items() if values != (None, None)
    ]  # fmt: skip
    side_by_side = wide(table([header, *lines]), head=head)
    layout = "layout: {columns: {organisation_name: Body, indicator_name: Indicator, year: Year, target: Plan, actual: Actual}}"
    one_below_the_other = land(contract(layout, head=head, years="2019-2024"), table([["Body", "Indicator", "Year", "Plan", "Actual"], *below]))
    if not below:
        assert one_below_the_other.export["parked_reason"] == "no_rows"
        return
    printed_rows = [row for row in side_by_side.indicators if row["target_text"] or row["actual_text"]]
    assert said(printed_rows) == said(one_below_the_other.indicators), side_by_side.export["parked_detail"]
    assert side_by_side.export["n_cells"] == side_by_side.export["n_cells_landed"], "every cell is accounted for"


def test_years_merged_over_their_columns_and_numbers_of_three_decimals() -> None:
    """Stored numbers need no proof: 0.847 of a workbook is no 847."""
    lines = [["Body", "Indicator", 2019, None, 2020, None], [None, None, "Plan", "Actual", "Plan", "Actual"], ["A", "Rate", 0.847, 1e-05, 0.851, 1234.5]]
    data = workbook(lines, ("A1:A2", "B1:B2", "C1:D1", "E1:F1"))
    landed = wide(data, '{target: "*/Plan", actual: "*/Actual", header_is: year}', rows="[1, 2]", name="made_up.xlsx")
    assert [(row["fiscal_year"], row["line_place"], row["target_value"], row["actual_value"]) for row in landed.indicators] == [
        (2019, 1, Decimal("0.847"), Decimal("0.00001")),
        (2020, 2, Decimal("0.851"), Decimal("1234.5")),
    ]
    assert '"column_number": 5' in landed.indicators[1]["columns"] and "2020/Plan" in landed.indicators[1]["columns"], "each figure keeps its own address"


def test_text_of_three_decimals_is_proven_by_any_year_of_its_field() -> None:
    text = "Body,Indicator,2019 Plan,2019 Actual,2020 Plan,2020 Actual\nA,Rate,0.847,1.5,12.25,2.125\n"
    assert [row["target_value"] for row in wide(text).indicators] == [Decimal("0.847"), Decimal("12.25")]
    one = wide(text.replace("12.25", "0.912"))
    assert one.export["parked_reason"] == "ambiguous_numbers"


def test_columns_named_outright_hold_for_every_year_and_months_go_with_years() -> None:
    text = "Body,Indicator,Weight,2019 Q1,2020 Q1,2019 Q2\nA,Beds,7,1,2,3\n"
    entries = '{weight: Weight, actual: "* Q1", month: 3, header_is: year}, {weight: Weight, actual: "* Q2", month: 6, header_is: year}'
    landed = wide(text, entries)
    assert [(str(row["period_end"]), row["weight"], row["actual_value"]) for row in landed.indicators] == [
        ("2019-03-31", 7, 1), ("2020-03-31", 7, 2), ("2019-06-30", 7, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "years"),
    [
        ("{actual: t-1, year_offset: -1}, {target: t, actual: now}, {target: t+1, year_offset: 1}", [2022, 2023, 2024]),
        ("{actual: t-1, year: 2020}, {target: t, actual: now, year: 2021}, {target: t+1, year: 2030}", [2020, 2021, 2030]),
    ],
)
def test_years_counted_from_the_line_or_said_outright(entries: str, years: list[int]) -> None:
    landed = wide("Body,Indicator,t-1,t,now,t+1\nA,Beds,1,2,3,4\n", entries, years="[2023]")
    assert [row["fiscal_year"] for row in landed.indicators] == years
    assert [(row["target_value"], row["actual_value"]) for row in landed.indicators] == [(None, 1), (2, 3), (4, None)]


@pytest.mark.parametrize(
    ("header", "reason", "told"),
    [
        ("2019 Plan,2019 Actual,2025 Plan", "year_outside_edition", "the header names 2025, and the edition has the years"),
        ("2019 Plan,2019 Actual,Plan total", "unknown_category", "header 'Plan total' (column 5)"),
        ("2019 Plan,2019 Actual,Plan 2019-2024", "unknown_category", "names no year, or more than one"),
        ("2019 Plan,2019 Actual,Plan 2019 (old)", "ambiguous_column", "names the columns 3 and 5"),
        ("2019 Plan,2019 Actual,2020 Forecast", "unmapped_column", "column 5 '2020 Forecast'"),
        ("2019 Plan,2019 Outcome,2020 Plan", "unknown_column", "*Actual*"),
    ],
)
def test_no_column_is_left_out_without_a_word(header: str, reason: str, told: str) -> None:
    landed = wide(f"Body,Indicator,{header}\nA,Beds,1,2,3\n")
    assert landed.export["parked_reason"] == reason and told in landed.reason
    assert landed.indicators == []


def test_columns_ignored_by_name_are_no_years() -> None:
    text = "Body,Indicator,2019 Plan,2019 Actual,Plan total\nA,Beds,1,2,3\n"
    ignored = contract("ignore: [Plan total]\n" + WIDE.format(rows="1", entry=BOTH), head=INDICATORS, years="[2019]")
    assert [row["target_value"] for row in land(ignored, text).indicators] == [1]
    every = contract('ignore: ["*Plan*"]\n' + WIDE.format(rows="1", entry='{target: "*Plan*", header_is: year}'), head=INDICATORS, years="[2019]")
    assert land(every, text).export["parked_reason"] == "unknown_column"


def test_a_report_named_by_its_year_may_print_others() -> None:
    text = "Body,Indicator,2022 Actual,2023 Plan,2024 Plan\nA,Beds,1,2,3\n"
    layout = WIDE.format(rows="1", entry=BOTH)
    landed = land(contract(layout, head=INDICATORS, years="[2023]", files="report-{year}.csv"), text, "report-2023.csv")
    assert [(row["fiscal_year"], row["target_value"], row["actual_value"]) for row in landed.indicators] == [(2022, None, 1), (2023, 2, None), (2024, 3, None)]
    assert landed.export["stated_years"] == "[2022, 2023, 2024]"


def test_money_reads_years_of_any_line_of_its_header() -> None:
    data = workbook([["Item", 2019, None, "2020/21", None], [None, "Budget", "Spent", "Budget", "Spent"], ["Roads", 1, 2, 3, 4]], ("A1:A2", "B1:C1", "D1:E1"))
    layout = (
        "layout:\n  header_rows: [1, 2]\n  columns: {item_name: Item}\n  amounts:\n"
        '    - {column: "*/Budget", stage: adopted, header_is: year}\n    - {column: "*/Spent", stage: final, header_is: year}\n'
    )
    landed = land(contract(layout, years="2019-2020", files="made_up.xlsx"), data, "made_up.xlsx")
    assert landed.figures("fiscal_year", "stage", "amount_reported") == [(2019, "adopted", 1), (2019, "final", 2), (2020, "adopted", 3), (2020, "final", 4)]
    plain = land(contract(layout.replace("*/Spent", "*/Item"), years="2019-2020", files="made_up.xlsx"), data, "made_up.xlsx")
    assert plain.export["parked_reason"] == "unmapped_column"


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["2019", "Plan"], "2019"), (["2019", "Plan 2020"], "2020"), (["Plan 2019/20"], "2019-20"), (["Plan 2019–2020"], "2019-20"), (["1999/00"], "1999-00"),
        (["FY14-15 Actual"], "14-15"), (["实际", "２０２３年"], "2023"), (["令和3年度"], "令和3"), (["民國102年決算"], "民國102"), (["2019-03"], "2019"),
        (["to 2019-12-31"], "2019"), (["Plan 2019-2024"], None), (["2019 against 2020"], None), (["Plan"], None), (["No 12019"], None), ([], None),
        (["2019", "Change 2018 to 2019"], None),
    ],
)  # fmt: skip
def test_the_year_of_a_header(lines: list[str], year: str | None) -> None:
    assert header_year(lines) == year


def test_one_year_of_a_header_is_the_year_its_text_means() -> None:
    assert FiscalYear().named_by == "start"
    starts = wide("Body,Indicator,Plan 2019/20\nA,Beds,1\n", '{target: "Plan*", header_is: year}')
    ends = wide(
        "Body,Indicator,Plan 2019–20\nA,Beds,1\n", '{target: "Plan*", header_is: year}', head=INDICATORS + "fiscal_year: {start_month: 4, named_by: end}\n"
    )
    assert [(row["fiscal_year"], str(row["period_end"])) for row in (*starts.indicators, *ends.indicators)] == [(2019, "2019-12-31"), (2020, "2020-03-31")]


def test_editions_that_read_one_file_are_exports_of_their_own() -> None:
    edition = '  - years: [{year}]\n    files: "made_up.csv"\n    ignore: ["{other}*"]\n    layout: {{columns: {{indicator_name: Indicator, actual: {year} {word}}}}}\n'
    text = INDICATORS + "editions:\n" + edition.format(year=2019, other=2020, word="Actual") + edition.format(year=2020, other=2019, word="Actual")
    content = b"Indicator,2019 Actual,2020 Actual\nBeds,1,2\n"
    found = assignments("made_up.csv", hashlib.sha256(content).hexdigest(), editions(text), "inbox")
    landed = [land_as(one, content) for one in found]
    assert [[(row["fiscal_year"], row["actual_value"]) for row in one.indicators] for one in landed] == [[(2019, 1)], [(2020, 2)]]
    assert [one.slot for one in found] == ["zz-made.up|made_up.csv#2019", "zz-made.up|made_up.csv#2020"], "neither is a restatement of the other"
    assert len({one.export_id for one in found}) == len({one.landed_key for one in found}) == 2
    assert [one.export_id.rsplit("#")[-1] for one in found] == ["2019", "2020"]


def test_readings_of_the_same_years_are_numbered_and_one_reading_has_no_mark() -> None:
    edition = '  - years: {years}\n    files: "made_up.csv"\n    layout: {{columns: {{indicator_name: {column}}}}}\n'
    text = (
        INDICATORS
        + "editions:\n"
        + "".join(edition.format(years=years, column=name) for name, years in (("A", "2019-2021"), ("B", "2019-2021"), ("C", "2022")))
    )
    slots = [one.slot.rpartition("|")[2] for one in assignments("made_up.csv", "0" * 64, editions(text), "inbox")]
    assert slots == ["made_up.csv#2019-2021", "made_up.csv#2019-2021.2", "made_up.csv#2022"]
    alone = INDICATORS + "editions:\n" + edition.format(years="2022", column="C")
    assert [one.slot for one in assignments("made_up.csv", "0" * 64, editions(alone), "inbox")] == ["zz-made.up|made_up.csv"]
