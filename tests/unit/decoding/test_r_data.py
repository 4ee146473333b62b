"""R data files: data frames become sheets of text cells; everything else is refused by name. The bytes are written here, object by object."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
from collections.abc import Callable

import numpy as np
import pytest

from pipelines.contracts.contract import FileFormat
from pipelines.decoding.decode import decode
from pipelines.decoding.grid import DecodingError, Grid

NIL = struct.pack(">i", 254)
HAS_ATTRIBUTES, HAS_TAG = 0x200, 0x400


def text(word: str | None) -> bytes:
    return struct.pack(">ii", 9, -1) if word is None else struct.pack(">ii", 9 | 8 << 12, len(word.encode())) + word.encode()


def pairs(named: dict[str, bytes]) -> bytes:
    return b"".join(struct.pack(">ii", 2 | HAS_TAG, 1) + text(name) + value for name, value in named.items()) + NIL


def vector(kind: int, body: bytes, count: int, attributes: dict[str, bytes] | None = None) -> bytes:
    flags = kind | (HAS_ATTRIBUTES if attributes else 0)
    return struct.pack(">ii", flags, count) + body + (pairs(attributes) if attributes else b"")


def texts(*words: str | None) -> bytes:
    return vector(16, b"".join(text(word) for word in words), len(words))


def numbers(*values: float, **attributes: bytes) -> bytes:
    return vector(14, np.array(values, ">f8").tobytes(), len(values), attributes or None)


def whole(*values: int, **attributes: bytes) -> bytes:
    return vector(13, np.array(values, ">i4").tobytes(), len(values), attributes or None)


def frame(**columns: bytes) -> bytes:
    return vector(19, b"".join(columns.values()), len(columns), {"names": texts(*columns), "class": texts("data.frame")})


def saved(**objects: bytes) -> bytes:
    return b"RDX3\nX\n" + struct.pack(">iiii", 3, 0x40000, 0x30500, 5) + b"UTF-8" + pairs(objects)


def grids(data: bytes) -> list[Grid]:
    return decode(data, FileFormat(), 1, lambda _: True).grids


NA = -(2**31)
TABLE = frame(
    day=numbers(17257, float("nan"), **{"class": texts("Date")}),
    kind=whole(2, NA, levels=texts("other", "1"), **{"class": texts("factor")}),
    who=texts("Ünna", None),
    visits=numbers(21289.0, 0.1),
    late=whole(NA, -3),
)
ROWS = [("day", "kind", "who", "visits", "late"), ("2017-04-01", "1", "Ünna", "21289", None), (None, None, None, "0.1", "-3")]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, bytes], ids=["gzip", "bzip2", "xz", "plain"])
def test_data_frames_are_sheets_whose_numbers_are_known_as_numbers(pack: Callable[[bytes], bytes]) -> None:
    (first, second) = grids(pack(saved(one=TABLE, note=texts("no table"), two=frame(x=whole(7)))))
    assert (first.sheet, second.sheet) == ("one", "two")
    assert [tuple(row.values()) for row in first.cells.to_pylist()] == ROWS
    assert {name: marks.to_pylist() for name, marks in first.numeric.items()} == {"c4": [False, True, True], "c5": [False, True, True]}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (gzip.compress(saved(note=texts("no table"))), "no_table"),
        (gzip.compress(saved(one=TABLE))[:-60], "broken_rdata"),
        (saved(one=TABLE)[:-90], "broken_rdata"),
        (saved(one=frame(x=vector(19, whole(1), 1))), "nested_columns"),
        (saved(f=struct.pack(">i", 3)), "unsupported_type"),
        (saved(deep=struct.pack(">ii", 19, 1) * 4000 + NIL), "nested_columns"),
        (saved(huge=struct.pack(">ii", 13, 2_000_000_000)), "broken_rdata"),
        (gzip.compress(b"just a packed text"), "unsupported_type"),
    ],
    ids=["no frame", "cut off", "cut off unpacked", "list column", "code", "nested", "false length", "gzip of something else"],
)
def test_what_is_no_table_is_refused_by_name(data: bytes, reason: str) -> None:
    with pytest.raises(DecodingError) as refused:
        grids(data)
    assert refused.value.reason == reason
