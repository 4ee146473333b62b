"""Findings as a sheet to fill in, and back as replies. Text of strangers never becomes a formula; nothing is decided by the sheet itself."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from pipelines.contracts.contract import FileFormat
from pipelines.decisions.filing import sha256_of
from pipelines.decisions.ledger import Reply
from pipelines.decoding.decode import decode
from pipelines.decoding.grid import DecodingError, Grid
from pipelines.worklist.sheet import AnswerError, Line, as_text, read_lines, unquoted

SHOWN = ("finding_id", "rule_id", "severity", "region_code", "fiscal_year", "subject", "sentence_en", "sentence_zh", "state", "due_on")
FILLED = ("action", "reason", "owner", "until", "corrected_file")
COLUMNS = (*SHOWN, *FILLED)
REQUIRED = ("finding_id", "action")
# What a cell of a workbook can hold.
LONGEST = 32_767


def write_sheet(path: Path, findings: Iterable[dict[str, Any]]) -> None:
    """One line a finding, the columns of the answer left empty. The ending of the name decides between .csv and .xlsx.

    Raises:
        AnswerError: the name ends otherwise.
    """
    rows = ([_shown(finding, name) for name in COLUMNS] for finding in findings)
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, rows)
    elif path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([COLUMNS, *([as_text(cell) for cell in row] for row in rows)])
    else:
        raise AnswerError([f"{path}: a sheet is a .xlsx or a .csv; give it one of these endings"])


def _shown(finding: dict[str, Any], name: str) -> str:
    if name in FILLED:
        return ""
    value = json.loads(finding["evidence"]).get(name) if name.startswith("sentence_") else finding[name]
    return "" if value is None else str(value)


def _write_workbook(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Every cell is stored as text, and marked to stay text when somebody edits it."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("replies")
    sheet.freeze_panes = "B2"
    for row in (COLUMNS, *rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST])
            cell.data_type, cell.quotePrefix = "s", True
            cells.append(cell)
        sheet.append(cells)
    workbook.save(path)


def read_sheet(path: Path, who: str, role: str) -> list[tuple[str, Reply]]:
    """The answered lines of a returned sheet, each with its place; lines without an action are left out.

    Raises:
        AnswerError: with every fault of the sheet as such; the rules of replying are held when it is filed.
    """
    lines = [line for line in _lines(path) if line.cells["action"]]
    faults: list[str] = []
    replies = [(f"{line.path.name}:{line.number}", _reply(line, who, role, faults)) for line in lines]
    if faults:
        raise AnswerError(faults)
    return replies


def _lines(path: Path) -> list[Line]:
    data = path.read_bytes()
    if not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return [unquoted(line) for line in read_lines(path, REQUIRED, (*REQUIRED, *FILLED), others_allowed=True)]
    try:
        grids = decode(data, FileFormat(), 0, lambda _: True).grids
    except DecodingError as error:
        raise AnswerError([f"{path}: {error.detail}; save it as .xlsx or as 'CSV UTF-8'"]) from error
    return _lines_of(path, grids[0])


def _lines_of(path: Path, grid: Grid) -> list[Line]:
    columns = [[(cell or "").strip() for cell in column.to_pylist()] for column in grid.cells.columns]
    rows = [list(row) for row in zip(*columns, strict=True)]
    header = rows[0] if rows else []
    if missing := [name for name in REQUIRED if name not in header]:
        raise AnswerError([f"{path}:1: column '{name}' is missing; fill in a sheet from `caliber findings --sheet FILE`" for name in missing])
    empty = dict.fromkeys((*REQUIRED, *FILLED), "")
    return [Line(path, int(number), {**empty, **dict(zip(header, row, strict=True))}) for number, row in zip(grid.rows[1:], rows[1:], strict=True)]


def _reply(line: Line, who: str, role: str, faults: list[str]) -> Reply:
    cells = line.cells
    until, wrong = line.day("until") if cells["until"] else (None, None)
    faults += [wrong] if wrong else []
    if not cells["finding_id"]:
        faults.append(line.fault("finding_id is empty; copy the whole line from `caliber findings --sheet FILE`"))
    sha256 = _corrected(line, faults) if cells["corrected_file"] else None
    return Reply(
        finding_id=cells["finding_id"], action=cells["action"], who=who, role=role, reason=cells["reason"], owner=cells["owner"] or None,
        expires_on=until.isoformat() if until else None, corrected_file=Path(cells["corrected_file"]).name or None, corrected_sha256=sha256,
    )  # fmt: skip


def _corrected(line: Line, faults: list[str]) -> str | None:
    """The corrected export lies beside the sheet: a sheet names no other place of this machine."""
    beside = line.path.parent.resolve()
    target = (beside / line.cells["corrected_file"]).resolve()
    if not target.is_relative_to(beside) or not target.is_file():
        faults.append(line.fault(f"no file '{line.cells['corrected_file']}' beside the sheet; put the corrected export into {beside}"))
        return None
    return sha256_of(target)
