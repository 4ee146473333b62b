"""Known errors of publishers, kept as CSV files: the cell, what it prints, what is believed right, and why. Nothing is overwritten by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pipelines.settings import DBT_PROJECT
from pipelines.worklist.sheet import AnswerError, Line, csv_files, read_lines, unquoted

COLUMNS = (
    "correction_id", "contract_id", "file_name", "sheet", "row_number", "column_number", "printed", "believed_right", "reason", "evidence", "status",
    "reviewer", "reviewed_on",
)  # fmt: skip
# A table without sheets has no sheet; what is right may be unknown although the printed figure is known to be wrong.
MAY_BE_EMPTY = {"sheet", "printed", "believed_right"}
STATUSES = ("reported", "acknowledged", "repaired", "rejected")
OWN_CORRECTIONS = DBT_PROJECT / "seeds" / "corrections.csv"
# What landed amounts hold: 28 digits, 10 of them decimals.
DIGITS, DECIMALS = 18, 10


@dataclass(frozen=True)
class Correction:
    """One cell of one file. `believed_right` is in the unit in which the figure is printed."""

    correction_id: str
    contract_id: str
    file_name: str
    sheet: str
    row_number: int
    column_number: int
    printed: str
    believed_right: Decimal | None
    reason: str
    evidence: str
    status: str
    reviewer: str
    reviewed_on: date
    place: str


def read_corrections(folder: Path, own: Path = OWN_CORRECTIONS) -> list[Correction]:
    """The corrections of a workspace; those of the project (`own`) are seeds and only checked against.

    Raises:
        AnswerError: with every fault of every file.
    """
    faults: list[str] = []
    kept = _project(own, faults)
    found = [correction for path in csv_files(folder) for correction in _read(path, faults)]
    faults += _twice([*kept, *found])
    if faults:
        raise AnswerError(faults)
    return found


def faults_of(added: Correction, found: Sequence[Correction], own: Path = OWN_CORRECTIONS) -> list[str]:
    """Why a correction can't stand beside those of the workspace (`found`) and of the project: its name or its cell is taken."""
    faults: list[str] = []
    return [*_twice([*_project(own, faults), *found, added]), *faults]


def _project(own: Path, faults: list[str]) -> list[Correction]:
    return [*_read(own, faults)] if own.exists() else []


def _read(path: Path, faults: list[str]) -> Iterable[Correction]:
    try:
        lines = read_lines(path, COLUMNS, COLUMNS)
    except AnswerError as error:
        faults += error.faults
        return
    for line in lines:
        own: list[str] = []
        correction = _correction(unquoted(line), own)
        faults += own
        if correction is not None and not own:
            yield correction


def _correction(line: Line, faults: list[str]) -> Correction | None:
    cells = line.cells
    faults += [line.fault(f"{name} is empty; a correction says {name}") for name in COLUMNS if name not in MAY_BE_EMPTY and not cells[name]]
    if cells["status"] and cells["status"] not in STATUSES:
        faults.append(line.fault(f"status is '{cells['status']}'; it is one of {', '.join(STATUSES)}"))
    for name in ("row_number", "column_number"):
        if cells[name] and not (cells[name].isascii() and cells[name].isdigit() and int(cells[name]) > 0):
            faults.append(line.fault(f"{name} is '{cells[name]}'; give the number that `caliber explain` shows, counted from 1"))
    right = _number(line, faults)
    day, wrong_day = line.day("reviewed_on")
    if wrong_day and cells["reviewed_on"]:
        faults.append(wrong_day)
    if faults or day is None:
        return None
    return Correction(
        correction_id=cells["correction_id"], contract_id=cells["contract_id"], file_name=cells["file_name"], sheet=cells["sheet"],
        row_number=int(cells["row_number"]), column_number=int(cells["column_number"]), printed=cells["printed"], believed_right=right,
        reason=cells["reason"], evidence=cells["evidence"], status=cells["status"], reviewer=cells["reviewer"], reviewed_on=day,
        place=f"{line.path.name}:{line.number}",
    )  # fmt: skip


def _number(line: Line, faults: list[str]) -> Decimal | None:
    printed = line.cells["believed_right"]
    if not printed:
        return None
    try:
        number = Decimal(printed)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or number.adjusted() >= DIGITS or -int(number.as_tuple().exponent) > DECIMALS:
        faults.append(line.fault(f"believed_right is '{printed}'; write a plain number in the printed unit, for example -1234.50, or leave it empty"))
        return None
    return number


def _twice(corrections: Sequence[Correction]) -> Iterable[str]:
    ids: dict[str, Correction] = {}
    cells: dict[tuple[str | int, ...], Correction] = {}
    for correction in corrections:
        if (earlier := ids.setdefault(correction.correction_id, correction)) is not correction:
            yield f"{correction.place}: correction_id '{correction.correction_id}' is taken by {earlier.place}; give it another one"
        address = (correction.contract_id, correction.file_name, correction.sheet, correction.row_number, correction.column_number, correction.printed)
        if correction.status != "rejected" and (earlier := cells.setdefault(address, correction)) is not correction:
            yield f"{correction.place}: the same cell is corrected in {earlier.place}; keep one of them, or set the other to rejected"
