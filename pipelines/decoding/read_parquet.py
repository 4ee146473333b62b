"""Parquet files to a Grid. Row 1 is the header, so that a record's row number is its position plus one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from pipelines.decoding.grid import Decoded, DecodingError, Grid, column_names
from pipelines.limits import bytes_of, how_to_raise, limit


def read_parquet(data: bytes) -> Decoded:
    """The one table of a parquet file as text cells.

    Raises:
        DecodingError: truncated or damaged files, nested columns, more columns or cells than the limits allow.
    """
    try:
        opened = parquet.ParquetFile(pa.BufferReader(data))
        _refuse_shape(opened)
        table = opened.read()
        columns = [_text(column) for column in table.columns]
    except (pa.ArrowException, OSError, ValueError, KeyError) as broken:
        raise DecodingError("broken_parquet", f"can't be read as parquet ({str(broken)[:120]}); ask for it again") from broken
    names = table.column_names
    keys = column_names(table.num_columns)
    shown = [pa.chunked_array([pa.array([name]), *column.chunks]) for name, column in zip(names, columns, strict=True)]
    cells = pa.Table.from_arrays(shown, names=keys)
    numeric = {key: _all_but_header(table.num_rows) for key, kind in zip(keys, table.schema.types, strict=True) if _is_number(kind)}
    return Decoded("parquet", [Grid("", cells, np.arange(1, table.num_rows + 2, dtype=np.int32), numeric)], "parquet", "typed columns")


def _refuse_shape(opened: Any) -> None:
    """By what the file says of itself, before any page is read."""
    nested = [field.name for field in opened.schema_arrow if pa.types.is_nested(field.type)]
    if nested:
        raise DecodingError("nested_columns", f"column '{nested[0]}' holds lists or structures; publish a flat table")
    rows, width, unpacked = opened.metadata.num_rows, len(opened.schema_arrow), _unpacked(opened.metadata)
    if width == 0:
        raise DecodingError("no_table", "the file has no column; ask the publisher for it again")
    if width > limit("CALIBER_MAX_COLUMNS"):
        raise DecodingError("too_many_columns", f"{width:,} columns; {how_to_raise('CALIBER_MAX_COLUMNS')}")
    if rows * width > limit("CALIBER_MAX_CELLS"):
        raise DecodingError("too_many_cells", f"{rows:,} rows and {width:,} columns; {how_to_raise('CALIBER_MAX_CELLS')}")
    if unpacked > bytes_of("CALIBER_MAX_UNPACKED_MB"):
        raise DecodingError("unpacks_too_large", f"its columns unpack to {unpacked:,} bytes; {how_to_raise('CALIBER_MAX_UNPACKED_MB')}")


def _unpacked(metadata: Any) -> int:
    return sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _text(column: pa.ChunkedArray[Any]) -> pa.ChunkedArray[Any]:
    """NaN is how data frames write a missing value; an infinite one keeps its name, and no later step takes it for a figure."""
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
    return pc.cast(column, pa.string())


def _all_but_header(rows: int) -> pa.BooleanArray:
    return pa.array(np.concatenate(([False], np.ones(rows, dtype=bool))))
