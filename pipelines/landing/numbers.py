"""Printed figures: which mark is the decimal point of a column, and the SQL that turns its text into exact decimals.

A column is judged by the shapes of its cells (every digit written as 0), of which there are few however many rows it has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.contracts.contract import FileFormat
from pipelines.landing.table import LayoutError

# Shapes that mean "no figure". They are missing values, never zero.
MISSING = {
    "",
    "-",
    "--",
    "---",
    "—",
    "——",
    "–",
    "－",
    "−",
    "─",
    "无",
    "/",
    "…",
    "...",
    "..",
    ".",
    "*",
    "n/a",
    "na",
    "nan",
    "null",
    "none",
    "n.d.",
    "不适用",
    "#n/a",
}
WIDE = ("０１２３４５６７８９．，－（）＋％　", "0123456789.,-()+% ")
DIGIT = re.compile("[0-9０-９]")
SPACES = re.compile(r"[\s\u00a0\u2009\u202f\u2007]")
PLAIN = set("0123456789.,-+%() ０１２３４５６７８９．，")
CURRENCY = "¥￥€$₴£"
# What a bare figure is made of. Anything else (=SUM(B2,B3), 约1,5) proves nothing of a column and becomes no figure.
FIGURE_SHAPE = re.compile(r"[0.,']+(?:[eE]-?0{1,2})?")
# Signs and blanks that are dropped where they mean nothing, and here stand between two figures: 1+2, 5%5, 12 34 (1 234 is one figure).
GAP = r"[\s\x{00a0}\x{2009}\x{202f}\x{2007}\x{3000}]"
NUMERAL = "[0-9０-９]"
TWO_FIGURES = (
    rf"{NUMERAL}{GAP}*[+＋]|[+＋].*[-+＋－]|[-－]{GAP}*[+＋]|[%％].*[0-9０-９%％]|{NUMERAL}{GAP}+{NUMERAL}{{1,2}}([^0-9０-９]|$)|{NUMERAL}{GAP}+{NUMERAL}{{4}}"
)
# What may be cast: DuckDB would also take 1_000, and 1e-40 as nothing.
CASTABLE = r"^-?(\d+\.?\d*|\.\d+)([eE](-?0?\d|\d{2}))?$"
FORMATS = {"1,234.56": (",", "."), "1.234,56": (".", ","), "1 234,56": ("", ","), "1 234.56": ("", "."), "1'234.56": ("'", ".")}


@dataclass
class Shapes:
    """Distinct shapes of the text cells of one column with the row and text of their first cell."""

    column: str
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)

    def figures(self) -> dict[str, tuple[int, str]]:
        """Shapes that hold digits, as a bare figure: one width, no spaces, no sign, no currency; where two are alike, the first."""
        found: dict[str, tuple[int, str]] = {}
        for shape, where in sorted(self.seen.items(), key=lambda item: item[1]):
            if DIGIT.search(shape) and FIGURE_SHAPE.fullmatch(bare(shape)):
                found.setdefault(bare(shape), where)
        return found


def bare(shape: str) -> str:
    """The figure without sign, brackets, currency, percent sign and spaces."""
    plain = SPACES.sub("", shape.translate(str.maketrans(*WIDE)))
    return DIGIT.sub("0", re.sub(f"[{CURRENCY}+%()−△▲]", "", plain).strip("-"))


def _evidence(shape: str) -> set[str]:
    """What one bare shape proves: `decimal ,`, `thousands .` …; nothing where it can be read both ways."""
    dots, commas = shape.count("."), shape.count(",")
    if dots and commas:
        last = max(shape.rfind("."), shape.rfind(","))
        mark, other = shape[last], "," if shape[last] == "." else "."
        return {f"decimal {mark}", f"thousands {other}"} if shape.count(mark) == 1 else {"broken"}
    mark = "." if dots else ","
    if dots + commas > 1:
        # 1.2.3 is no figure at all, and says nothing of the others.
        return {f"thousands {mark}"} if re.fullmatch(rf"0{{1,3}}({re.escape(mark)}000)+", shape) else {"broken"}
    if dots + commas == 1:
        whole, part = shape.split(mark)
        grouped = len(part) == 3 and 1 <= len(whole) <= 3
        return set() if grouped else {f"decimal {mark}"}
    return set()


def number_format(shapes: Shapes, form: FileFormat, sheet: str) -> tuple[str, str]:
    """(thousands mark, decimal mark) of a column.

    Raises:
        LayoutError: the contract's format is contradicted, two formats are mixed, or the figures can be read both ways.
    """
    proofs: dict[str, tuple[int, str]] = {}
    doubtful: tuple[int, str] | None = None
    for shape, where in sorted(shapes.figures().items(), key=lambda item: item[1]):
        found = _evidence(shape)
        for proof in found:
            proofs.setdefault(proof, where)
        if not found and ("." in shape or "," in shape):
            doubtful = doubtful or where
    if form.numbers is not None:
        return _declared(form.numbers, proofs, shapes.column, sheet)
    comma = proofs.get("decimal ,") or proofs.get("thousands .")
    point = proofs.get("decimal .") or proofs.get("thousands ,")
    if comma and point:
        raise LayoutError(
            "mixed_numbers", f"column '{shapes.column}' of sheet '{sheet}' mixes formats: row {comma[0]} '{comma[1]}', row {point[0]} '{point[1]}'"
        )
    if doubtful and not comma and not point:
        row, text = doubtful
        raise LayoutError(
            "ambiguous_numbers",
            f"column '{shapes.column}' of sheet '{sheet}', row {row}: '{text}' can be read with a thousands mark or with three decimals "
            'and no other cell decides; declare format.numbers, for example "1.234,56" or "1,234.56"',
        )
    return (".", ",") if comma else (",", ".")


def _declared(numbers: str, proofs: dict[str, tuple[int, str]], column: str, sheet: str) -> tuple[str, str]:
    thousands, decimal = FORMATS[numbers]
    other = "," if decimal == "." else "."
    wrong = proofs.get(f"decimal {other}") or proofs.get(f"thousands {decimal}")
    if wrong:
        raise LayoutError("wrong_numbers", f"format.numbers is {numbers}, but column '{column}' of sheet '{sheet}', row {wrong[0]} prints '{wrong[1]}'")
    return thousands, decimal


def sql_text(value: str) -> str:
    """A SQL string literal; words of contracts and files never reach SQL any other way."""
    return "'" + value.replace("'", "''") + "'"


def number_sql(text: str, shapes: Shapes, marks: tuple[str, str], form: FileFormat) -> tuple[str, str, str]:
    """SQL for the exact value, for the decimals printed, and for "holds no figure by the publisher's own sign".

    Steps that no shape of the column needs are left out, so that plain columns are cast as they are.
    """
    letters = set("".join(shapes.seen))
    thousands, decimal = marks
    clean = text
    if letters & set(WIDE[0]):
        clean = f"translate({clean}, {sql_text(WIDE[0])}, {sql_text(WIDE[1])})"
    drop = "".join(sorted(letters & set(" \t\u00a0\u2009\u202f\u2007\u3000" + CURRENCY + "+%")))
    if drop or letters & set(WIDE[0]):
        clean = f"translate({clean}, {sql_text(drop + ' %+')}, '')"
    negative = "false"
    if letters & set("(（△▲−") or any(shape.rstrip(" 　").endswith(("-", "－")) and DIGIT.search(shape) for shape in shapes.seen):
        negative = f"regexp_matches({clean}, '^\\(.*\\)$|^[−△▲]|-$')"
        clean = f"regexp_replace({clean}, '^\\((.*)\\)$|^[−△▲]|-$', '\\1')"
    # Only the signs this column really shows: a long list for every column would be planned as a chain of joins.
    printed = {shape.strip().lower() for shape in shapes.seen}
    signs = sorted(word for word in MISSING | {word.lower() for word in form.missing} if re.sub("[1-9]", "0", word) in printed)
    missing = f"lower(trim({text})) in ({', '.join(sql_text(word) for word in signs)})" if signs else "false"
    zero = f"trim({text}) in ({', '.join(sql_text(word) for word in form.zero)})" if form.zero else "false"
    grouped = clean
    if thousands and thousands in letters | ({"."} if "．" in letters else set()) | ({","} if "，" in letters else set()):
        group = re.escape(thousands)
        legal = sql_text(f"^-?([0-9]{{1,3}}({group}[0-9]{{3}})+|[0-9]*)({re.escape(decimal)}[0-9]*)?$")
        grouped = f"case when regexp_matches({clean}, {legal}) then replace({clean}, {sql_text(thousands)}, '') end"
    pointed = grouped if decimal == "." else f"replace({grouped}, {sql_text(decimal)}, '.')"
    value = f"try_cast({pointed} as decimal(28, 10))"
    if letters - PLAIN:
        value = f"case when regexp_matches({pointed}, {sql_text(CASTABLE)}) then {value} end"
    if letters & set("+＋%％ \u00a0\u2009\u202f\u2007\u3000"):
        value = f"case when not regexp_matches({text}, {sql_text(TWO_FIGURES)}) then {value} end"
    if negative != "false":
        value = f"case when {negative} then -{value} else {value} end"
    figure = f"case when {zero} then 0::decimal(28, 10) when {missing} then null else {value} end"
    decimals = f"coalesce(length(nullif(split_part({pointed}, '.', 2), '')), 0)" if letters & {".", "．", "，", decimal} else "0"
    return figure, decimals, f"({missing}) and not ({zero})"
