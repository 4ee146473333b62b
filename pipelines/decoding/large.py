"""What is too large: files while they are read in pieces, before they are held in memory, and tables once they came out of a container."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.compute as pc

from pipelines.decoding.encoding import BOMS
from pipelines.decoding.grid import Decoded, DecodingError
from pipelines.limits import bytes_of, how_to_raise, limit

HEAD = 65_536
# Pieces are shorter than the longest legal line, so that only the ends of pieces have to be looked at.
PIECE = 1 << 20


def refuse_large(path: Path) -> None:
    """Read a large file once in pieces.

    Raises:
        DecodingError: a binary file beyond what is held in memory, or text with a line no table has.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        if _is_binary(file.read(HEAD)) and size > bytes_of("CALIBER_MAX_CONTAINER_MB"):
            raise DecodingError("file_too_large", f"{size:,} bytes that are no text; {how_to_raise('CALIBER_MAX_CONTAINER_MB')}")
        file.seek(0)
        refuse_long_lines(iter(lambda: file.read(PIECE), b""))


def pieces(data: bytes) -> Iterator[memoryview]:
    """Bytes in memory as pieces of the same size."""
    view = memoryview(data)
    return (view[start : start + PIECE] for start in range(0, len(data), PIECE))


def refuse_long_lines(parts: Iterator[bytes] | Iterator[memoryview]) -> None:
    """Raises:
    DecodingError: a line is longer than any table needs; reading it would take many times its size.
    """
    longest = bytes_of("CALIBER_MAX_LINE_KB")
    line, open_bytes = 1, 0
    for part in map(bytes, parts):
        first = min((place for mark in (b"\n", b"\r") if (place := part.find(mark)) >= 0), default=-1)
        if open_bytes + (len(part) if first < 0 else first) > longest:
            raise DecodingError("line_too_long", f"line {line:,} is longer than a line of a table; {how_to_raise('CALIBER_MAX_LINE_KB')}")
        last = max(part.rfind(b"\n"), part.rfind(b"\r"))
        open_bytes = open_bytes + len(part) if last < 0 else len(part) - 1 - last
        line += part.count(b"\n")


def refuse_shape(decoded: Decoded) -> None:
    """What came out of a container: its size says nothing of it.

    Raises:
        DecodingError: more columns or cells than the limits allow, or a text no table prints.
    """
    if len(decoded.grids) > limit("CALIBER_MAX_SHEETS"):
        raise DecodingError("too_many_sheets", f"{len(decoded.grids):,} sheets or tables; {how_to_raise('CALIBER_MAX_SHEETS')}")
    cells = sum(grid.cells.num_rows * grid.width for grid in decoded.grids)
    if cells > limit("CALIBER_MAX_CELLS"):
        raise DecodingError("too_many_cells", f"{cells:,} cells in {len(decoded.grids):,} sheets; {how_to_raise('CALIBER_MAX_CELLS')}")
    for grid in decoded.grids:
        if grid.width > limit("CALIBER_MAX_COLUMNS"):
            raise DecodingError("too_many_columns", f"sheet '{grid.sheet}' has {grid.width:,} columns; {how_to_raise('CALIBER_MAX_COLUMNS')}")
        longest = max((int(pc.max(pc.binary_length(column)).as_py() or 0) for column in grid.cells.columns), default=0)
        if longest > bytes_of("CALIBER_MAX_CELL_KB"):
            raise DecodingError("cell_too_long", f"sheet '{grid.sheet}' has a cell of {longest:,} bytes; {how_to_raise('CALIBER_MAX_CELL_KB')}")


def _is_binary(head: bytes) -> bool:
    return b"\x00" in head and not head.startswith(tuple(bom for bom, _ in BOMS))
