"""Parquet files to a Grid. Row 1 is the header, so that a record's row number is its position plus one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from pipelines.decoding.grid import Decoded, DecodingError, Grid, column_names


def read_parquet(data: bytes) -> Decoded:
    """The one table of a parquet file as text cells.

    Raises:
        DecodingError: truncated or damaged files, nested columns.
    """
    try:
        table = parquet.read_table(pa.BufferReader(data))
        columns = [_text(column) for column in table.columns if not pa.types.is_nested(column.type)]
        names = table.column_names
    except (pa.ArrowException, OSError, ValueError) as broken:
        raise DecodingError("broken_parquet", f"can't be read as parquet ({str(broken)[:120]}); ask for it again") from broken
    nested = [name for name, kind in zip(names, table.schema.types, strict=True) if pa.types.is_nested(kind)]
    if nested:
        raise DecodingError("nested_columns", f"column '{nested[0]}' holds lists or structures; publish a flat table")
    keys = column_names(table.num_columns)
    shown = [pa.chunked_array([pa.array([name]), *column.chunks]) for name, column in zip(names, columns, strict=True)]
    cells = pa.Table.from_arrays(shown, names=keys)
    numeric = {key: _all_but_header(table.num_rows) for key, kind in zip(keys, table.schema.types, strict=True) if _is_number(kind)}
    return Decoded("parquet", [Grid("", cells, np.arange(1, table.num_rows + 2, dtype=np.int32), numeric)], "parquet", "typed columns")


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _text(column: pa.ChunkedArray[Any]) -> pa.ChunkedArray[Any]:
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_finite(column), column, None)
    return pc.cast(column, pa.string())


def _all_but_header(rows: int) -> pa.BooleanArray:
    return pa.array(np.concatenate(([False], np.ones(rows, dtype=bool))))
