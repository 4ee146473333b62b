"""Workbooks and parquet files: cells as plain text, whatever the extension of the file says."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

import msoffcrypto
import openpyxl
import pyarrow as pa
import pytest
import xlwt
from made_ods import covered, empty, number, ods, table_row, words
from pyarrow import parquet

from pipelines.contracts.contract import FileFormat
from pipelines.decoding.decode import decode
from pipelines.decoding.grid import Decoded, DecodingError

NUMBERS = {
    0.1 + 0.2: "0.3", 1234567890.12: "1234567890.12", 123456789012345: "123456789012345", 1e15: "1000000000000000", 1e-7: "0.0000001", 12.0: "12", -0.5: "-0.5", 0: "0",
    99999999999.99: "99999999999.99", 2.675: "2.675",
}  # fmt: skip


def xlsx(lines: list[list[object]], merges: tuple[str, ...] = (), further: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    for span in merges:
        book.active.merge_cells(span)
    for title in further:
        book.create_sheet(title)["B2"] = title
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(lines: list[list[object]], merges: tuple[tuple[int, int, int, int], ...] = ()) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    taken = {(row, column) for top, bottom, left, right in merges for row in range(top, bottom + 1) for column in range(left, right + 1)}
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            if (row, column) not in taken and cell is not None:
                sheet.write(row, column, cell)
    for top, bottom, left, right in merges:
        sheet.write_merge(top, bottom, left, right, lines[top][left])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> Decoded:
    return decode(data, FileFormat(), 0, lambda _: False)


def cells(decoded: Decoded, sheet: int = 0) -> list[list[str]]:
    return [list(row.values()) for row in decoded.grids[sheet].cells.to_pylist()]


@pytest.mark.parametrize("write", [xlsx, xls])
def test_numbers_are_plain_text_with_the_fifteen_digits_a_workbook_keeps(write: object) -> None:
    decoded = read(write([[number] for number in NUMBERS]))  # type: ignore[operator]
    assert [row[0] for row in cells(decoded)] == list(NUMBERS.values())
    assert decoded.grids[0].numeric["c1"].to_pylist() == [True] * len(NUMBERS)


def test_text_that_looks_like_a_number_stays_text() -> None:
    decoded = read(xlsx([["00123", 123], ["1.10", True], [datetime.date(2024, 3, 31), datetime.datetime(2024, 3, 31, 8, 30)]]))
    assert cells(decoded) == [["00123", "123"], ["1.10", "TRUE"], ["2024-03-31", "2024-03-31T08:30:00"]]
    assert "c1" not in decoded.grids[0].numeric


def test_rows_and_columns_keep_their_place_below_empty_ones() -> None:
    decoded = read(xlsx([[], [], [None, None, "到这里"]]))
    (grid,) = decoded.grids
    assert cells(decoded)[grid.rows.tolist().index(3)][2] == "到这里"


@pytest.mark.parametrize(
    "data",
    [
        xlsx([["项目", "预算数", None], [None, "年初", "调整"], ["教育", 1, 2]], ("A1:A2", "B1:C1")),
        xls([["项目", "预算数", None], [None, "年初", "调整"], ["教育", 1, 2]], ((0, 1, 0, 0), (0, 0, 1, 2))),
    ],
    ids=["xlsx", "xls"],
)
def test_merged_cells_are_told(data: bytes) -> None:
    (grid,) = read(data).grids
    assert sorted(grid.merges) == [(1, 1, 2, 1), (1, 2, 1, 3)]
    assert [cell or "" for cell in cells(read(data))[0]] == ["项目", "预算数", ""]


def test_an_opendocument_spreadsheet_is_a_workbook_with_repeated_and_merged_cells() -> None:
    data = ods(
        table_row(words("Spending", (1, 3)), covered(2)), empty(2), table_row(words("Service", (2, 1)), words("2024", (1, 2)), covered()),
        table_row(covered(), words("Budget"), words("Outturn")), table_row(words("Roads"), number("1200.50"), number(0), times=2), empty(1048570), sheet="RO 1",
    )  # fmt: skip
    decoded = read(data)
    (grid,) = decoded.grids
    assert (decoded.file_type, grid.sheet, len(cells(decoded))) == ("ods", "RO 1", 7)
    assert sorted(grid.merges) == [(1, 1, 1, 3), (4, 1, 5, 1), (4, 2, 4, 3)]
    assert [cell or "" for cell in cells(decoded)[4]] == ["", "Budget", "Outturn"]
    assert cells(decoded)[5:] == [["Roads", "1200.5", "0"]] * 2
    assert grid.numeric["c2"].to_pylist() == [False] * 5 + [True] * 2


def test_every_sheet_is_a_grid_of_its_name() -> None:
    decoded = read(xlsx([["a", "b"]], further=("说明", "空 表")))
    assert [grid.sheet for grid in decoded.grids] == ["Sheet", "说明", "空 表"]
    assert cells(decoded, 1)[1][1] == "说明"


def test_the_built_in_password_opens_and_another_does_not() -> None:
    plain = xlsx([["项目", "金额"], ["教育", 5]])

    def locked(password: str) -> bytes:
        out = io.BytesIO()
        msoffcrypto.OfficeFile(io.BytesIO(plain)).encrypt(password, out)
        return out.getvalue()

    opened = read(locked("VelvetSweatshop"))
    assert cells(opened) == cells(read(plain))
    assert "password" in opened.encoding_evidence
    with pytest.raises(DecodingError, match="^encrypted:"):
        read(locked("geheim"))


def test_parquet_keeps_decimals_and_counts_the_header_as_row_one() -> None:
    table = pa.table({
        "项目": ["教育", None], "金额": [Decimal("12345678901234.56"), None], "年": pa.array([2024, 2023], pa.int16()),
        "率": [0.1 + 0.2, float("nan")], "日": [datetime.date(2024, 3, 31), None],
    })  # fmt: skip
    out = io.BytesIO()
    parquet.write_table(table, out)
    decoded = read(out.getvalue())
    assert cells(decoded)[0] == ["项目", "金额", "年", "率", "日"]
    assert cells(decoded)[1][:3] == ["教育", "12345678901234.56", "2024"]
    assert cells(decoded)[2] == [None, None, "2023", None, None]
    assert decoded.grids[0].rows.tolist() == [1, 2, 3]
    assert sorted(decoded.grids[0].numeric) == ["c2", "c3", "c4"]


@pytest.mark.parametrize(
    ("column", "reason"),
    [(pa.array([[1, 2]]), "nested_columns"), (pa.array([b"\xff\xfe"]), "broken_parquet"), (pa.array([datetime.timedelta(days=1)]), None)],
)
def test_parquet_columns_that_are_no_text_are_refused_by_name(column: pa.Array, reason: str | None) -> None:
    out = io.BytesIO()
    parquet.write_table(pa.table({"x": column}), out)
    try:
        read(out.getvalue())
    except DecodingError as refusal:
        assert reason in (None, refusal.reason)
    else:
        assert reason is None
