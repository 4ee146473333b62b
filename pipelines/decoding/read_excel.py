"""Workbooks (.xlsx, .xlsb, .xls, also those encrypted with Excel's built-in password, and .ods) to Grids, through calamine.

Called by way of confined.py: a damaged workbook, or one stray cell in the last corner of a sheet, makes the reader ask for more memory than
any machine has, and that ends the process that reads.
"""

from __future__ import annotations

import datetime
import io
import math
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, islice, repeat
from typing import Any

import msoffcrypto
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from pipelines.decoding.file_type import OLE
from pipelines.decoding.grid import Decoded, DecodingError, Grid, column_names
from pipelines.decoding.ods_merges import Merges, ods_merges
from pipelines.decoding.unsaid_cells import Unsaid, unsaid_xls, unsaid_xlsx
from pipelines.limits import bytes_of, how_to_raise, limit

# "Protected" workbooks without a password of their own are encrypted with this one; it is published in MS-OFFCRYPTO.
BUILT_IN_PASSWORD = "VelvetSweatshop"
# Rows turned into columns at a time: Python's cells take ten times the memory of Arrow's.
ROWS_AT_ONCE = 10_000


def read_excel(data: bytes, file_type: str) -> Decoded:
    """All visible and hidden sheets as Grids.

    Raises:
        DecodingError: a password of the publisher's own, a truncated or damaged workbook, one that passes a limit.
    """
    opened, evidence = _decrypted(data)
    if not opened.startswith(OLE):
        _refuse_unpacked(opened)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(opened))
        unsaid = unsaid_xls(opened) if opened.startswith(OLE) else unsaid_xlsx(opened)
        merges = ods_merges(opened) if file_type == "ods" else {}
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
        return Decoded(file_type, [_grid(sheet, unsaid.get(sheet.name, {}), merges.get(sheet.name)) for sheet in sheets], "workbook", evidence)
    except PasswordError as locked:
        raise DecodingError("encrypted", "the workbook asks for a password; ask the publisher for an open copy") from locked
    except (CalamineError, zipfile.BadZipFile, SyntaxError, OSError, ValueError) as broken:
        said = " ".join(str(broken).split())[:200]
        raise DecodingError("broken_workbook", f"can't be opened as a workbook ({said}); probably cut off or damaged, ask for it again") from broken


def _refuse_unpacked(data: bytes) -> None:
    """What the container itself says of its parts. One that lies is stopped by the limits of the process."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as broken:
        raise DecodingError("broken_workbook", f"its container can't be opened ({broken}); probably cut off while copying, ask for it again") from broken
    if len(parts) > limit("CALIBER_MAX_MEMBERS"):
        raise DecodingError("too_many_members", f"a workbook of {len(parts):,} parts; {how_to_raise('CALIBER_MAX_MEMBERS')}")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > bytes_of("CALIBER_MAX_UNPACKED_MB"):
        raise DecodingError("unpacks_too_large", f"{len(data):,} bytes unpack to {unpacked:,}; {how_to_raise('CALIBER_MAX_UNPACKED_MB')}")


def _decrypted(data: bytes) -> tuple[bytes, str]:
    if not data.startswith(OLE):
        return data, "cells are stored as text and numbers"
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        encrypted = office.is_encrypted()
    except Exception:
        # It fails in as many ways as bytes can be damaged; whether they are a workbook is for the reader to say.
        encrypted = False
    return _unlocked(office) if encrypted else (data, "cells are stored as text and numbers")


def _unlocked(office: Any) -> tuple[bytes, str]:
    opened = io.BytesIO()
    try:
        office.load_key(password=BUILT_IN_PASSWORD)
        office.decrypt(opened)
    except (InvalidKeyError, DecryptionError) as locked:
        raise DecodingError("encrypted", "encrypted with a password of its own; ask the publisher for an open copy") from locked
    except Exception as broken:
        raise DecodingError("broken_workbook", f"encrypted, and damaged where it says how ({broken}); ask for it again") from broken
    return opened.getvalue(), "decrypted with Excel's built-in password"


def _grid(sheet: CalamineSheet, unsaid: Unsaid, told: Merges | None) -> Grid:
    height, width = _size(sheet, unsaid)
    names = column_names(width)
    # Rows come from the first of the sheet on, but begin at its first filled column.
    front = [""] * (sheet.start[1] if sheet.start else 0)
    blank: list[Any] = []
    lines: Iterator[list[Any]] = chain((front + line for line in sheet.iter_rows()), repeat(blank))
    batches: list[pa.RecordBatch] = []
    marks: list[npt.NDArray[np.bool_]] = []
    for top in range(0, height, ROWS_AT_ONCE):
        rows = [line + [""] * (width - len(line)) for line in islice(lines, min(ROWS_AT_ONCE, height - top))]
        for (row, column), text in unsaid.items():
            if top < row <= top + len(rows):
                rows[row - top - 1][column - 1] = text
        columns = list(zip(*rows, strict=True))
        batches.append(pa.record_batch([pa.array([_text(cell) for cell in column], pa.string()) for column in columns], names=names))
        marks.append(np.array([[_is_number(cell) for cell in column] for column in columns], dtype=bool))
    cells = pa.Table.from_batches(batches, pa.schema([(name, pa.string()) for name in names]))
    every = np.concatenate(marks, axis=1) if marks else np.zeros((width, 0), dtype=bool)
    numeric = {name: pa.array(column) for name, column in zip(names, every, strict=True) if column.any()}
    return Grid(sheet.name, cells, np.arange(1, height + 1, dtype=np.int32), numeric, _inside(_merges(sheet, told), height, width))


def _size(sheet: CalamineSheet, unsaid: Unsaid) -> tuple[int, int]:
    """Rows and columns as far as anything is printed."""
    last_row, last_column = sheet.end or (-1, -1)
    height = max([last_row + 1, *(row for row, _ in unsaid)])
    width = max([last_column + 1, *(column for _, column in unsaid)])
    if width > limit("CALIBER_MAX_COLUMNS"):
        raise DecodingError("too_many_columns", f"sheet '{sheet.name}' has {width:,} columns; {how_to_raise('CALIBER_MAX_COLUMNS')}")
    if height * width > limit("CALIBER_MAX_CELLS"):
        raise DecodingError("too_many_cells", f"sheet '{sheet.name}' spans {height:,} rows and {width:,} columns; {how_to_raise('CALIBER_MAX_CELLS')}")
    return height, width


def _merges(sheet: CalamineSheet, told: Merges | None) -> Merges:
    """Merged areas, 1-based; `told` where another reader found them.

    Raises:
        DecodingError: more than any sheet has, turned around, or one over the other, which no program writes and nobody can read in one way.
    """
    merges = told or [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])]
    if len(merges) > limit("CALIBER_MAX_MERGES"):
        raise DecodingError("too_many_merges", f"sheet '{sheet.name}' merges {len(merges):,} areas; {how_to_raise('CALIBER_MAX_MERGES')}")
    clash = next((area for area in merges if area[0] > area[2] or area[1] > area[3]), None) or _overlapping(merges)
    if clash:
        said = f"rows {clash[0]} to {clash[2]}, columns {clash[1]} to {clash[3]}"
        raise DecodingError(
            "impossible_merges", f"sheet '{sheet.name}': the merged area of {said} is turned around or overlaps another; save the workbook again"
        )
    return merges


def _inside(merges: Merges, height: int, width: int) -> Merges:
    """Merged areas as far as the sheet prints anything: whole rows and columns may be merged, to the end of all sheets."""
    cut = [(top, left, min(bottom, height), min(right, width)) for top, left, bottom, right in merges]
    return [area for area in cut if area[0] <= height and area[1] <= width]


def _overlapping(merges: Merges) -> tuple[int, int, int, int] | None:
    """An area that overlaps another, if any: from top to bottom, each against those that still reach down to it."""
    open_areas: list[tuple[int, int, int, int]] = []
    for area in sorted(merges):
        open_areas = [above for above in open_areas if above[2] >= area[0]]
        if any(above[1] <= area[3] and area[1] <= above[3] for above in open_areas):
            return area
        open_areas.append(area)
    return None


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell)


def _text(cell: Any) -> str:
    """A cell as text. Numbers with the 15 significant digits Excel itself keeps, so that 0.1+0.2 is 0.3; what is no number keeps its name."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return format(Decimal(format(cell, ".15g")), "f") if math.isfinite(cell) else str(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.datetime | datetime.time) else str(cell)
