"""A printed table, and the errors planted in it. What cells say, not how a file format writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Cell = str | Decimal | None
FEN = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}


@dataclass(frozen=True)
class Defect:
    """One error planted on purpose: the rule that must find it, where it stands, what is printed and what is true."""

    defect_id: str
    rule_id: str
    file: str
    region_code: str
    fiscal_year: int
    subject: str
    sheet: str
    row_number: int | None
    column: str
    printed: str
    true_value: str
    sentence: str


@dataclass(frozen=True)
class Style:
    """How a text file prints figures."""

    thousands: str = ""
    decimal: str = "."
    negative: Literal["minus", "brackets", "trailing"] = "minus"

    def print(self, figure: Decimal) -> str:
        """1234.5 as 1,234.5 or 1.234,5; a negative one as -1, (1) or 1-."""
        plain = f"{abs(figure):,f}".replace(",", "\0").replace(".", self.decimal).replace("\0", self.thousands)
        if figure >= 0:
            return plain
        return {"minus": f"-{plain}", "brackets": f"({plain})", "trailing": f"{plain}-"}[self.negative]


def plain(figure: Decimal) -> str:
    """A number cell of a workbook, which keeps no trailing zeros."""
    return f"{figure.normalize():f}"


@dataclass
class Table:
    """One table of one file. `head` holds title and unit lines and the header lines; the last of them names the columns."""

    file: str
    region_code: str
    fiscal_year: int
    head: list[list[Cell]]
    columns: list[str]
    body: list[list[Cell]]
    sheet: str = ""
    style: Style | None = None
    merges: list[str] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)

    @property
    def lines(self) -> list[list[Cell]]:
        """All lines, as wide as the table."""
        width = len(self.columns)
        return [line + [None] * (width - len(line)) for line in (*self.head, *self.body)]

    def printed(self, cell: Cell) -> str:
        """The text a reader of the file sees."""
        if isinstance(cell, Decimal):
            return self.style.print(cell) if self.style else plain(cell)
        return cell or ""

    def row_number(self, key: str) -> int:
        """Row of the first line that has `key` among its labels, counted from 1 as the file shows it."""
        return len(self.head) + next(n for n, line in enumerate(self.body) if key in line) + 1

    def figure(self, key: str, column: str) -> Decimal:
        """The figure printed for `key`."""
        cell = self.body[self.row_number(key) - len(self.head) - 1][self.columns.index(column)]
        if not isinstance(cell, Decimal):
            raise TypeError(f"{self.file}: {key}, {column} holds no figure: {cell!r}")
        return cell

    def column_sum(self, column: str) -> Decimal:
        """The figures of a column added up as printed."""
        place = self.columns.index(column)
        return sum((cell for line in self.body if isinstance(cell := line[place], Decimal)), Decimal(0))

    def put(self, key: str, column: str, cell: Cell) -> None:
        """Replace one cell."""
        self.body[self.row_number(key) - len(self.head) - 1][self.columns.index(column)] = cell

    def enter(self, about: tuple[str, str, str], row: int | None, column: str, printed: str, true: str, sentence: str) -> None:
        """Write one line of the answer key; `about` is (defect_id, rule_id, subject)."""
        number, rule, subject = about
        entry = Defect(number, rule, self.file, self.region_code, self.fiscal_year, subject, self.sheet, row, column, printed, true, sentence)
        self.defects.append(entry)

    def note(self, about: tuple[str, str, str], at: tuple[str, str], true: str, sentence: str) -> None:
        """Enter a defect that already stands in the table at (key, column)."""
        key, column = at
        row = self.row_number(key)
        shown = self.printed(self.body[row - len(self.head) - 1][self.columns.index(column)])
        self.enter(about, row, column, shown, true, sentence)

    def plant(self, about: tuple[str, str, str], at: tuple[str, str], wrong: Decimal, sentence: str) -> None:
        """Print `wrong` at (key, column) and enter it with the true figure."""
        true = self.printed(self.figure(*at))
        self.put(*at, wrong)
        self.note(about, at, true, sentence)

    def remark(self, about: tuple[str, str, str], printed: str, true: str, sentence: str) -> None:
        """Enter a defect that concerns the file as a whole."""
        self.enter(about, None, "", printed, true, sentence)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half up, as people round."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def money(fen: int, unit: str, decimals: int = 2) -> Decimal:
    """An amount in 1/100 元 as it is printed in `unit`."""
    return rounded(Decimal(int(fen)) / FEN[unit], decimals)


def rate(part: Decimal | int, whole: Decimal | int, decimals: int = 1) -> Decimal:
    """part / whole in percent."""
    return rounded(Decimal(part) * 100 / Decimal(whole), decimals)


def growth(now: Decimal | int, before: Decimal | int, decimals: int = 1) -> Decimal:
    """Change against `before` in percent."""
    return rounded((Decimal(now) - Decimal(before)) * 100 / Decimal(before), decimals)
