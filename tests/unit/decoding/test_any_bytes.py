"""Whatever the bytes are, the reader answers with a grid or with a named refusal."""

from __future__ import annotations

import io
from functools import cache

import openpyxl
import pyarrow as pa
import pytest
import xlwt
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from pipelines.contracts.contract import FileFormat
from pipelines.decoding.decode import decode
from pipelines.decoding.grid import Decoded, DecodingError

SOUP = [b"a", b"1", b",", b";", b"\t", b"|", b'"', b'""', b"\n", b"\r\n", b"\r", b" ", b"\xc3\xa9", b"\xbd\xcc", b"\x00", b"\xef\xbb\xbf", b"PK", b"PAR1"]
FORMS = [{}, {"delimiter": ","}, {"encoding": "gb18030"}, {"encoding": "latin-1", "quote": None}, {"encoding": "utf-16-le"}]


@cache
def sound(kind: str) -> bytes:
    """A small sound file of each format."""
    out = io.BytesIO()
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for line in (["项目", "金额"], ["教育", 12.5], ["卫生", 7]):
            book.active.append(line)
        book.save(out)
    elif kind == "xls":
        old = xlwt.Workbook()
        sheet = old.add_sheet("表")
        for row, line in enumerate((["项目", "金额"], ["教育", 12.5], ["卫生", 7])):
            for column, cell in enumerate(line):
                sheet.write(row, column, cell)
        old.save(out)
    else:
        parquet.write_table(pa.table({"项目": ["教育", "卫生"], "金额": [12.5, 7]}), out)
    return out.getvalue()


def answer(data: bytes, **form: str | None) -> Decoded | DecodingError:
    try:
        decoded = decode(data, FileFormat(**form), 2, lambda _: False)
    except DecodingError as refusal:
        assert refusal.reason and refusal.detail
        return refusal
    for grid in decoded.grids:
        assert len(grid.rows) == grid.cells.num_rows
        assert grid.rows.tolist() == sorted(set(grid.rows.tolist())), "every row keeps a number of its own"
    return decoded


@settings(max_examples=400)
@given(data=st.lists(st.sampled_from(SOUP), max_size=30).map(b"".join), form=st.sampled_from(FORMS))
@example(data=b",,,\n", form={})
@example(data=b'"a\nb",2\n', form={"delimiter": ","})
@example(data=b'x,y\n\n"', form={"delimiter": ","})
def test_any_soup_of_marks(data: bytes, form: dict[str, str | None]) -> None:
    answer(data, **form)


@settings(max_examples=300)
@given(data=st.binary(max_size=400), form=st.sampled_from(FORMS))
def test_any_bytes(data: bytes, form: dict[str, str | None]) -> None:
    answer(data, **form)


@settings(max_examples=15)
@given(kind=st.sampled_from(["xlsx", "xls", "parquet"]), data=st.data())
def test_any_damage_to_a_binary_file(kind: str, data: st.DataObject) -> None:
    damaged = bytearray(sound(kind))
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=5)):
        damaged[place] = data.draw(st.integers(0, 255))
    answer(bytes(damaged))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("xlsx", "broken_workbook"), ("xls", "broken_workbook"), ("parquet", "broken_parquet")],
)
@pytest.mark.parametrize("share", [0.3, 0.95])
def test_a_file_cut_off_while_copying_is_refused(kind: str, reason: str, share: float) -> None:
    whole = sound(kind)
    refusal = answer(whole[: int(len(whole) * share)])
    if isinstance(refusal, Decoded):
        # An .xls cut in its last, unused sector still holds all of its cells.
        assert (kind, share) == ("xls", 0.95)
        assert refusal.grids[0].cells.num_rows == 3
    else:
        assert refusal.reason == reason


def test_one_cell_in_the_last_corner_does_not_end_the_process() -> None:
    """A stray cell at XFD1048576 makes a dense reader ask for hundreds of gigabytes."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", "b"
    out = io.BytesIO()
    book.save(out)
    refusal = answer(out.getvalue())
    assert isinstance(refusal, DecodingError)
    assert refusal.reason == "too_large_to_read"


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x89PNG\r\n", "png"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "mhtml"),
        (b"  <?xml version='1.0'?>", "xml"),
    ],
)
def test_other_kinds_of_file_are_refused_by_name(start: bytes, said: str) -> None:
    refusal = answer(start + b"x" * 100)
    assert isinstance(refusal, DecodingError)
    assert refusal.reason == "unsupported_type"
    assert said in refusal.detail


def test_a_text_that_begins_like_a_container_is_text() -> None:
    assert isinstance(answer(b"PKW,value\n1,2\n"), Decoded)
