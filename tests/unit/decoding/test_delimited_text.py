"""Delimited text becomes cells with the row number people see in an editor; a row that can't is parked with its text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.contracts.contract import FileFormat
from pipelines.decoding.decode import decode
from pipelines.decoding.grid import Decoded, DecodingError

HEADER = ["科目编码", "科目名称", "预算数", "决算数", "备注"]
LATIN_HEADER = ["Código", "Descripción", "Crédito", "Obligaciones", "Año"]
PIECES = ["教育", "支出", "a", "1", " ", '"', "'", ",", ";", "\t", "|", "\n", "，", "　", "0.5", "§", "😀"]
LATIN_PIECES = ["España", "Aragón", "año", "b", "2", " ", '"', ",", ";", "\n", "€", "Índice"]
Rows = list[list[str]]


def tables(pieces: list[str], header: list[str]) -> st.SearchStrategy[Rows]:
    """A header and up to eight rows of the same width, every cell made of `pieces`."""
    cell = st.lists(st.sampled_from(pieces), max_size=4).map("".join)
    return st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=8).map(lambda rows: [header[:width], *rows])
    )


def printed(rows: Rows, delimiter: str, quote: str = '"', quoting: int = csv.QUOTE_MINIMAL, line_end: str = "\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quotechar=quote, quoting=quoting, lineterminator=line_end).writerows(rows)
    return out.getvalue()


def read(data: bytes, **form: str) -> Decoded:
    return decode(data, FileFormat(**form), 1, lambda text: "科目编码" in text)


def found(decoded: Decoded) -> dict[int, list[str]]:
    """Row number -> cells; rows without any text left out."""
    (grid,) = decoded.grids
    rows = zip(grid.rows.tolist(), grid.cells.to_pylist(), strict=True)
    return {number: [cell or "" for cell in row.values()] for number, row in rows if any(cell for cell in row.values())}


def expected(rows: Rows) -> dict[int, list[str]]:
    """A record stands in the row in which it begins; every line break inside a cell takes a row."""
    numbered, number = {}, 1
    for row in rows:
        numbered[number] = row
        number += 1 + sum(cell.count("\n") for cell in row)
    return {number: row for number, row in numbered.items() if any(row)}


@given(
    table=tables(PIECES, HEADER),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quote=st.sampled_from(['"', "'"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_table_comes_back_cell_by_cell(table: Rows, encoding: str, delimiter: str, quote: str, quoting: int, line_end: str) -> None:
    data = printed(table, delimiter, quote, quoting, line_end).encode(encoding)
    decoded = read(data, delimiter=delimiter, quote=quote, encoding=encoding)
    assert found(decoded) == expected(table)
    assert not decoded.grids[0].parked


@given(table=tables(LATIN_PIECES, LATIN_HEADER), encoding=st.sampled_from(["cp1252", "iso8859-15"]), delimiter=st.sampled_from([",", ";"]))
def test_latin_tables_come_back_cell_by_cell(table: Rows, encoding: str, delimiter: str) -> None:
    decoded = read(printed(table, delimiter).encode(encoding), encoding=encoding, delimiter=delimiter)
    assert found(decoded) == expected(table)


@given(table=tables(["教育", "支出", "a b", "1.234,56", "1,5", "-", "12"], HEADER), delimiter=st.sampled_from([";", "\t", "|"]))
def test_the_delimiter_is_found_even_where_commas_are_decimal_marks(table: Rows, delimiter: str) -> None:
    decoded = read(printed(table, delimiter).encode("gb18030"))
    assert decoded.delimiter == delimiter
    assert found(decoded) == expected(table)


def test_a_headerless_table_of_decimal_commas_is_cut_at_its_semicolons() -> None:
    assert read(b"A;1,5;2,5\nB;3,0;4,0\n").delimiter == ";"
    assert read(b"A,15,25\nB,30,40\n").delimiter == ","


@given(table=tables(["教育", "a", '"', ",", " ", "12"], HEADER), data=st.data())
def test_an_unclosed_quote_parks_its_row_and_no_other(table: Rows, data: st.DataObject) -> None:
    lines = printed(table, ",").splitlines()
    broken = data.draw(st.integers(1, len(lines) - 1))
    width = len(table[0])
    lines[broken] = ",".join(["x"] * (width - 1) + ['"never closed'])
    decoded = read("\n".join(lines).encode(), delimiter=",")
    (parked,) = decoded.grids[0].parked
    assert (parked.row_number, parked.text, parked.reason) == (broken + 1, lines[broken], "unbalanced_quote")
    kept = [row for position, row in enumerate(table) if position != broken]
    assert list(found(decoded).values()) == [row for row in kept if any(row)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_quotation_marks_inside_a_cell_open_nothing(line_end: str) -> None:
    rows = ["项目,金额", '12" 水管,5', "普通,6", '5" 阀门,7', '"引号""内",8', '2" 弯头,"9"']
    decoded = read(line_end.join(rows).encode(), delimiter=",")
    assert [row[1] for row in found(decoded).values()] == ["金额", "5", "6", "7", "8", "9"]
    assert not decoded.grids[0].parked


def test_a_mark_that_opens_after_a_stray_one_is_found_out() -> None:
    """Two marks in the line, so that counting them shows nothing."""
    decoded = read(b'a,b\nx" y,"open\n1,2\n3,4\n', delimiter=",")
    assert [parked.row_number for parked in decoded.grids[0].parked] == [2]
    assert found(decoded) == {1: ["a", "b"], 3: ["1", "2"], 4: ["3", "4"]}


def test_an_unclosed_quote_before_very_long_text_is_parked() -> None:
    filler = "".join(f"{number},{'文' * 400}\n" for number in range(500))
    decoded = read(f'a,b\n1,"open\n{filler}'.encode(), delimiter=",")
    assert [parked.row_number for parked in decoded.grids[0].parked] == [2]
    assert len(found(decoded)) == 501


@given(table=tables(["教育", "a", "12"], HEADER), data=st.data())
def test_ragged_rows_are_parked_with_their_text(table: Rows, data: st.DataObject) -> None:
    table += [table[0], table[0]]
    width, place = len(table[0]), data.draw(st.integers(1, len(table) - 1))
    change = data.draw(st.sampled_from([-1, 1, 3]))
    table[place] = ["x"] * max(width + change, 1)
    decoded = read(printed(table, ",").encode(), delimiter=",")
    (parked,) = decoded.grids[0].parked
    assert (parked.row_number, parked.reason) == (place + 1, "ragged_row")
    assert parked.text == ",".join(table[place])
    kept = [row for position, row in enumerate(table) if position != place]
    assert list(found(decoded).values()) == [row for row in kept if any(row)]


def test_title_lines_may_be_shorter_and_blank_lines_count() -> None:
    data = "2024年决算表\n单位：万元\n\n编码,名称,数\n1,a,5\n\n2,b,6\n".encode()
    decoded = decode(data, FileFormat(), 4, lambda _: False)
    assert found(decoded) == {1: ["2024年决算表", "", ""], 2: ["单位：万元", "", ""], 4: ["编码", "名称", "数"], 5: ["1", "a", "5"], 7: ["2", "b", "6"]}


@pytest.mark.parametrize("padded", [5, 40])
def test_titles_longer_than_the_table_do_not_set_its_width(padded: int) -> None:
    data = "甲表\n乙表\n（丙）\n单位：元\n编码,名称,数\n1,a,5\n".encode()
    decoded = decode(data, FileFormat(), padded, lambda _: False)
    assert found(decoded)[6] == ["1", "a", "5"]
    assert not decoded.grids[0].parked


@pytest.mark.parametrize("text", ["a,b,\n1,2\n3,4\n", "a,b\n1,2,\n3,4,\n"], ids=["header", "lines"])
def test_a_delimiter_at_the_end_of_header_or_lines_is_no_column(text: str) -> None:
    decoded = decode(text.encode(), FileFormat(), 1, lambda _: False)
    assert [row[:2] for row in found(decoded).values()] == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert not decoded.grids[0].parked


@pytest.mark.parametrize("line_end", ["\r", "\n", "\r\n"])
def test_every_kind_of_line_end(line_end: str) -> None:
    decoded = read(line_end.join(["a,b", "1,2", "3,4"]).encode())
    assert found(decoded) == {1: ["a", "b"], 2: ["1", "2"], 3: ["3", "4"]}


def test_mixed_line_ends_keep_the_row_numbers() -> None:
    decoded = read(b"a,b\r1,2\n3,4\r\n5,6\r\r7,8\n")
    assert found(decoded) == {1: ["a", "b"], 2: ["1", "2"], 3: ["3", "4"], 4: ["5", "6"], 6: ["7", "8"]}


@pytest.mark.parametrize("data", [b"", b"\n\n", b" \r\n\t", b"\x00" * 300, b"\xef\xbb\xbf", b"\xff\xfe"])
def test_files_without_content_are_refused(data: bytes) -> None:
    with pytest.raises(DecodingError):
        read(data)


def test_a_text_without_columns_is_refused_by_name() -> None:
    with pytest.raises(DecodingError, match="no_table"):
        read("只有一列\n没有分隔符\n".encode())
