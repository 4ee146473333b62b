"""Workbooks (.xlsx, .xls, also those encrypted with Excel's built-in password) to Grids, through calamine."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import msoffcrypto
import numpy as np
import pyarrow as pa
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError
from python_calamine import CalamineWorkbook

from pipelines.decoding.file_type import OLE
from pipelines.decoding.grid import Decoded, DecodingError, Grid, column_names

# "Protected" workbooks without a password of their own are encrypted with this one; it is published in MS-OFFCRYPTO.
BUILT_IN_PASSWORD = "VelvetSweatshop"
TRIAL = Path(__file__).with_name("workbook_trial.py")


def read_excel(data: bytes, file_type: str) -> Decoded:
    """All visible and hidden sheets as Grids.

    Raises:
        DecodingError: a password of the publisher's own, a truncated or damaged workbook.
    """
    opened, evidence = _decrypted(data)
    _try_first(opened)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(opened))
    return Decoded(file_type, [_grid(workbook, name) for name in workbook.sheet_names], "workbook", evidence)


def _try_first(data: bytes) -> None:
    """Refuse what would end the process that reads it."""
    trial = subprocess.run([sys.executable, "-P", str(TRIAL)], input=data, capture_output=True, check=False)
    if trial.returncode == 0:
        return
    said = trial.stdout.decode("utf-8", "replace").strip() or "the reader gave up"
    if said.startswith("PasswordError"):
        raise DecodingError("encrypted", "the workbook asks for a password; ask the publisher for an open copy")
    raise DecodingError("broken_workbook", f"can't be opened as a workbook ({said[:200]}); probably cut off or damaged, ask for it again")


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
