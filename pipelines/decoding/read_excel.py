"""Workbooks (.xlsx, .xls, also those encrypted with Excel's built-in password) to Grids, through calamine."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from typing import Any

import msoffcrypto
import numpy as np
import pyarrow as pa
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from pipelines.decoding.file_type import OLE
from pipelines.decoding.grid import Decoded, DecodingError, Grid, column_names

# "Protected" workbooks without a password of their own are encrypted with this one; it is published in MS-OFFCRYPTO.
BUILT_IN_PASSWORD = "VelvetSweatshop"


def read_excel(data: bytes, file_type: str) -> Decoded:
    """All visible and hidden sheets as Grids.

    Raises:
        DecodingError: a password of the publisher's own, a truncated or damaged workbook.
    """
    opened, evidence = _decrypted(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(opened))
        grids = [_grid(workbook, name) for name in workbook.sheet_names]
    except PasswordError as locked:
        raise DecodingError("encrypted", "the workbook asks for a password; ask the publisher for an open copy") from locked
    except (CalamineError, OSError, ValueError, OverflowError) as broken:
        raise DecodingError("broken_workbook", f"can't be opened as a workbook ({broken}); probably cut off or damaged, ask for it again") from broken
    return Decoded(file_type, grids, "workbook", evidence)


def _decrypted(data: bytes) -> tuple[bytes, str]:
    if not data.startswith(OLE):
        return data, "cells are stored as text and numbers"
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not office.is_encrypted():
            return data, "cells are stored as text and numbers"
        office.load_key(password=BUILT_IN_PASSWORD)
        opened = io.BytesIO()
        office.decrypt(opened)
    except (InvalidKeyError, DecryptionError) as locked:
        raise DecodingError("encrypted", "encrypted with a password of its own; ask the publisher for an open copy") from locked
    except (FileFormatError, OSError, ValueError, KeyError, IndexError) as broken:
        raise DecodingError("broken_workbook", f"starts like an Office file but can't be read ({broken}); ask for it again") from broken
    return opened.getvalue(), "decrypted with Excel's built-in password"


def _grid(workbook: CalamineWorkbook, name: str) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    lines: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    width = max((len(line) for line in lines), default=0)
    columns = list(zip(*(line + [""] * (width - len(line)) for line in lines), strict=True)) if width else []
    names = column_names(width)
    cells = pa.table({key: pa.array([_text(cell) for cell in column], pa.string()) for key, column in zip(names, columns, strict=True)})
    numeric = {key: pa.array([_is_number(cell) for cell in column]) for key, column in zip(names, columns, strict=True) if any(map(_is_number, column))}
    merges = [(r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in (sheet.merged_cell_ranges or [])]
    return Grid(name, cells, np.arange(1, len(lines) + 1, dtype=np.int32), numeric, merges)


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _text(cell: Any) -> str:
    """A cell as text. Numbers with the 15 significant digits Excel itself keeps, so that 0.1+0.2 is 0.3."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return format(Decimal(format(cell, ".15g")), "f") if cell == cell and abs(cell) != float("inf") else ""
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.datetime | datetime.time) else str(cell)
