"""What every reader returns: sheets of text cells that keep their address in the file."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

# Part of the identity of a landed file: raise it whenever the same bytes would decode or land differently.
DECODER_VERSION = "4"


class DecodingError(Exception):
    """A file that can't be read: a short reason, what was seen and where, and what to do."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class ParkedText:
    """A physical row that could not become cells."""

    row_number: int
    text: str
    reason: str
    detail: str


@dataclass
class Grid:
    """One sheet. `cells` has text columns c1..cN (null = empty); `rows` the 1-based row number of each line of it.

    `numeric` marks cells that the file stores as numbers, not as text (workbooks, parquet): their text is plain, with a decimal point.
    `merges` holds (first row, first column, last row, last column), 1-based.
    `titles` are the lines printed above a table of a document, the nearest last; they are cells of a `narrative` sheet: the text between the
    tables, one sentence a row.
    """

    sheet: str
    cells: pa.Table
    rows: npt.NDArray[np.int32]
    numeric: dict[str, pa.BooleanArray] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    parked: list[ParkedText] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    narrative: bool = False

    @property
    def width(self) -> int:
        return int(self.cells.num_columns)


@dataclass
class Decoded:
    """All sheets of one file and how they were read."""

    file_type: str
    grids: list[Grid]
    encoding: str = ""
    encoding_evidence: str = ""
    delimiter: str = ""


def column_names(width: int) -> list[str]:
    """c1..cN."""
    return [f"c{position}" for position in range(1, width + 1)]


def cell_address(row: int, column: int) -> str:
    """Row 12, column 3 as people write it: C12."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
