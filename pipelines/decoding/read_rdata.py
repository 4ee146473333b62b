"""R data files (.rda, .RData, .rds) to Grids: each data frame is a sheet, its column names are row 1."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.decoding.grid import Decoded, DecodingError, Grid, column_names
from pipelines.decoding.r_objects import NUMBERS, PAIRS, TEXTS, Reader, Value, missing
from pipelines.limits import bytes_of, how_to_raise

HEADERS = (b"RDX2\nX\n", b"RDX3\nX\n", b"X\n")
# R packs with gzip unless told otherwise.
OPENERS: dict[bytes, Callable[[io.BytesIO], Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open, b"": lambda raw: raw}


def is_rdata(data: bytes) -> bool:
    """Whether the bytes, packed or not, begin as R data do."""
    try:
        return _unpacked(data, 16).startswith((*HEADERS[:2], b"X\n\x00\x00\x00"))
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
        return False


def _unpacked(data: bytes, limit: int) -> bytes:
    opener = next(opener for magic, opener in OPENERS.items() if data.startswith(magic))
    with opener(io.BytesIO(data)) as stream:
        # Piece by piece: a buffered reader asked for a gigabyte sets it aside at once.
        parts, size = [], 0
        while size < limit and (part := stream.read(min(limit - size, 1 << 20))):
            parts.append(part)
            size += len(part)
        return b"".join(parts)


def read_rdata(packed: bytes) -> Decoded:
    """The data frames of an R file.

    Raises:
        DecodingError: damaged files, files without a data frame, columns that hold lists.
    """
    try:
        data = _unpacked(packed, bytes_of("CALIBER_MAX_UNPACKED_MB") + 1)
        if len(data) > bytes_of("CALIBER_MAX_UNPACKED_MB"):
            raise DecodingError("unpacks_too_large", f"unpacks to more than the limit; {how_to_raise('CALIBER_MAX_UNPACKED_MB')}")
        root = Reader(data, next(len(mark) for mark in HEADERS if data.startswith(mark))).document()
    except (struct.error, ValueError, IndexError, OSError, EOFError, zlib.error, lzma.LZMAError, StopIteration) as broken:
        raise DecodingError("broken_rdata", f"can't be read as R data ({str(broken)[:120]}); probably cut off while copying") from broken
    named = root.attributes if root.kind == PAIRS else {"": root}
    frames = {name: value for name, value in named.items() if "data.frame" in value.texts("class")}
    if not frames:
        raise DecodingError("no_table", f"no data frame among {', '.join(named) or 'the objects'}; ask for the table, or export it as csv")
    return Decoded("rdata", [_grid(name, frame) for name, frame in frames.items()], "utf-8", "R data are typed")


def _grid(name: str, frame: Value) -> Grid:
    names = frame.texts("names")
    columns = [_column(header, column) for header, column in zip(names, frame.data, strict=True)]
    keys = column_names(len(columns))
    cells = pa.Table.from_arrays([pa.chunked_array([pa.array([header]), texts]) for header, (texts, _) in zip(names, columns, strict=True)], names=keys)
    marks = pa.array(np.concatenate(([False], np.ones(cells.num_rows - 1, dtype=bool))))
    numeric = {key: marks for key, (_, is_number) in zip(keys, columns, strict=True) if is_number}
    return Grid(name, cells, np.arange(1, cells.num_rows + 1, dtype=np.int32), numeric)


def _column(name: str, column: Value) -> tuple[pa.Array[Any], bool]:
    """Texts of one column, and whether they are numbers. Factors print their words, dates the ISO form; times are in UTC."""
    classes, levels = column.texts("class"), column.texts("levels")
    if column.kind == TEXTS:
        return pa.array(column.data, pa.string()), False
    if column.kind not in NUMBERS:
        raise DecodingError("nested_columns", f"column '{name}' holds lists; save a flat data frame")
    if not levels and not {"Date", "POSIXct"} & set(classes):
        return _numbers(column)
    values, gone = column.data.astype(column.data.dtype.newbyteorder("=")), missing(column.data)
    if levels:
        words = pa.array(levels, pa.string())
        return pc.take(words, pa.array(values.astype("i8") - 1, mask=gone)), False
    unit = pa.date32() if "Date" in classes else pa.timestamp("s")
    whole = np.floor(np.where(gone, 0, values)).astype("i4" if "Date" in classes else "i8")
    return pc.cast(pa.array(whole, mask=gone).cast(unit), pa.string()), False


def _numbers(column: Value) -> tuple[pa.Array[Any], bool]:
    values, gone = column.data.astype(column.data.dtype.newbyteorder("=")), missing(column.data)
    if "integer64" in column.texts("class"):
        # Package bit64 keeps whole numbers in the bytes of doubles; its missing value is the smallest of them.
        values, gone = values.view("i8"), values.view("i8") == np.iinfo("i8").min
    plain = values == 1 if column.kind == 10 else values
    return pc.cast(pa.array(plain, mask=gone), pa.string()), column.kind != 10
