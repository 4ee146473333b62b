"""CSV files that people keep: read strictly, every fault told with file, line and remedy. Not here: what the columns mean."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

# No label and no reason is longer; a quotation mark left open swallows the rest of the file.
LONGEST_CELL = 131_072
# What spreadsheets write where people choose "CSV".
DELIMITERS = (",", ";", "\t")
# A spreadsheet would take a cell that begins so for a formula; a leading apostrophe keeps it text and is taken off again.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


class AnswerError(Exception):
    """Files of answers or corrections are at fault; `faults` holds one sentence each, with file, line and remedy."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Line:
    """One filled line of a file: its number as an editor shows it, and its cells by column, trimmed."""

    path: Path
    number: int
    cells: dict[str, str]

    def fault(self, what: str) -> str:
        return f"{self.path}:{self.number}: {what}"

    def day(self, column: str) -> tuple[date | None, str | None]:
        """The date in a column, or the fault with it."""
        try:
            found = date.fromisoformat(self.cells[column])
        except ValueError:
            return None, self.fault(f"{column} is '{self.cells[column]}'; write a day as YYYY-MM-DD, for example 2025-03-31")
        return found, None


def csv_files(folder: Path) -> list[Path]:
    """The CSV files of a folder, by name; none where there is no folder.

    Raises:
        AnswerError: a file that would be overlooked because it is no CSV.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name[0] not in ".~") if folder.is_dir() else []
    if others := [path for path in files if path.suffix != ".csv"]:
        raise AnswerError([f"{path}: only .csv files are read here; save it as 'CSV UTF-8' (.csv) or take it out of the folder" for path in others])
    return files


def read_lines(path: Path, required: Collection[str], known: Collection[str], others_allowed: bool = False) -> list[Line]:
    """All lines that hold anything. Columns may stand in any order; absent optional ones read as empty.

    Raises:
        AnswerError: not UTF-8, columns missing, unknown or twice, lines longer than the header.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnswerError([f"{path}: not UTF-8 (byte {error.start + 1}); save it as 'CSV UTF-8'"]) from error
    rows = csv.reader(io.StringIO(text), delimiter=delimiter_of(text))
    try:
        header = [name.strip() for name in next(rows, [])]
        filled = [(rows.line_num, [cell.strip() for cell in cells]) for cells in rows if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise AnswerError([f"{path}:{rows.line_num}: no CSV: {error}; save it as 'CSV UTF-8' again"]) from error
    if gigantic := next((number for number, cells in filled if max(map(len, cells)) > LONGEST_CELL), None):
        raise AnswerError([f"{path}:{gigantic}: no CSV: a cell of more than {LONGEST_CELL:,} characters; look for a quotation mark that is never closed"])
    faults = _header_faults(path, header, required, None if others_allowed else known)
    faults += [
        f"{path}:{number}: {len(cells)} cells under {len(header)} columns; put text with '{delimiter_of(text)}' into quotes"
        for number, cells in filled
        if len(cells) > len(header)
    ]
    if faults:
        raise AnswerError(faults)
    return [Line(path, number, {**dict.fromkeys(known, ""), **dict(zip(header, cells, strict=False))}) for number, cells in filled]


def as_text(value: object) -> str:
    """A cell as it may be written: no spreadsheet takes it for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def unquoted(line: Line) -> Line:
    """The line as it was before `as_text`."""
    return replace(line, cells={name: text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text for name, text in line.cells.items()})


def delimiter_of(text: str) -> str:
    """What separates the cells of the first line."""
    header = text.split("\n", 1)[0]
    return max(DELIMITERS, key=header.count)


def _header_faults(path: Path, header: list[str], required: Collection[str], known: Collection[str] | None) -> list[str]:
    faults = [f"{path}:1: column '{name}' is missing; the columns are {', '.join(known or required)}" for name in required if name not in header]
    faults += [f"{path}:1: column '{name}' stands there twice; keep one" for name in sorted({name for name in header if header.count(name) > 1})]
    if known is not None:
        faults += [f"{path}:1: unknown column '{name}'; the columns are {', '.join(known)}" for name in header if name not in known]
    return faults
