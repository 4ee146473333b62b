"""Delimited text: marks never closed, lines without end, encodings that lie, figures that are none."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

from hostile_file import EITHER, LANDED, PARKED, Hostile, csv

SOUND = ("101,Schools,1200.50", "102,Roads,310.25", "103,Parks,95.25")
# In parts of 8 MB. The exhaustive variant makes it a whole one.
GIGABYTE_PARTS = 127 if os.environ.get("CALIBER_HOSTILE") == "all" else 24
NO_FIGURES = (
    "inf", "-inf", "Infinity", "1e400", "1e-400", "0x10", "0b11", "--5", "+-5", "1_000", "1.2.3", "½", "∞", "٣", "5e", "e5", "1e5e5", "=1+1", "=cmd|' /C calc'!A0",
    "@SUM(1)", "+1+2", "12abc", "0o17", "1 2 x", "１２３４x", "\u202e5", "5\u200b", "'5", "#REF!", "#DIV/0!", "TRUE", "1;2", "2024-01-01", "read_csv('/etc/passwd')",
    "1'); drop table amounts; --", "${jndi:ldap://x}", "{{7*7}}", "%s%s%n", "../../etc/passwd", "9" * 40, "1" + "0" * 400,
)  # fmt: skip
FIGURES = ("１２３", "1e5", "(5)", "5-", "+5", ".5", "5.", " 5 ", "NaN", "n/a", "－５", "5%")


def hostile_texts() -> Iterator[Hostile]:
    yield from _figures()
    yield from _structure()
    yield from _encodings()
    yield from _large()


def _figures() -> Iterator[Hostile]:
    for number, text in enumerate(NO_FIGURES):
        quoted = '"' + text.replace('"', '""') + '"'
        yield Hostile(f"no_figure_{number:02d}.csv", csv(*SOUND, f"104,Odd,{quoted}"), LANDED, cells=("not_a_number",))
    for number, text in enumerate(FIGURES):
        yield Hostile(f"odd_figure_{number:02d}.csv", csv(*SOUND, f"104,Odd,{text}"), LANDED)
    yield Hostile("grouped_wrongly.csv", csv(*SOUND, '104,Odd,"1,2,3"'), LANDED, cells=("not_a_number",))
    yield Hostile("both_marks.csv", csv('101,a,"1.234,50"', '102,b,"1,234.50"'), PARKED, ("mixed_numbers",))
    yield Hostile("only_doubtful.csv", csv('101,a,"1,234"', '102,b,"5,678"'), PARKED, ("ambiguous_numbers",))


def _structure() -> Iterator[Hostile]:
    yield Hostile("empty.csv", b"", PARKED, ("empty_file",))
    yield Hostile("blanks.csv", b" \t\r\n" * 5000, PARKED, ("empty_file",))
    yield Hostile("only_marks.csv", b",,,,\n" * 5000, PARKED, ("no_table", "empty_file", "no_header", "unknown_column"))
    yield Hostile("one_word.csv", b"hello", PARKED, ("no_table",))
    yield Hostile("header_only.csv", csv(), PARKED, ("no_rows",))
    yield Hostile("header_twice.csv", csv(*SOUND, header="code,code,amount"), PARKED, ("unknown_column", "ambiguous_column"))
    yield Hostile("other_header.csv", csv(*SOUND, header="a,b,c"), PARKED, ("unknown_column",))
    yield Hostile("sql_header.csv", csv(*SOUND, header='code,name,"amount\'); drop table amounts; --"'), PARKED, ("unknown_column",))
    yield Hostile("further_column.csv", csv("101,a,5,x", header="code,name,amount,'); attach '/etc/passwd"), PARKED, ("unmapped_column",))
    yield Hostile("open_quote.csv", csv(*SOUND, '104,"Odd,5', "105,b,6"), LANDED, cells=("unbalanced_quote",))
    yield Hostile("open_quotes.csv", csv(*SOUND, *['104,"Odd,5'] * 9001), LANDED)
    yield Hostile("odd_quotes.csv", csv(*SOUND, *[f'{i},a"b"",{i}' for i in range(9001)]), EITHER)
    yield Hostile("line_breaks.csv", csv(*SOUND, '104,"a\n\n\n\n\nb",6'), LANDED)
    yield Hostile("ragged.csv", csv(*SOUND, *["1,2,3,4,5"] * 20_000), EITHER)
    yield Hostile("carriage_returns.csv", csv(*SOUND).replace(b"\n", b"\r"), LANDED)
    yield Hostile("controls.csv", csv(*SOUND, "104,\x01\x1b[2J\x07\x08,6"), LANDED)
    yield Hostile("markup.csv", csv(*SOUND, "104,[/bold][link=x]<script>alert(1)</script>,6"), LANDED)
    yield Hostile("sql_cells.csv", csv("1'; drop table amounts; --,read_csv('/etc/passwd'),5"), LANDED)
    noise = random.Random(1)
    for number in range(6):
        yield Hostile(f"noise_{number:02d}.csv", noise.randbytes(3000), PARKED)
    for number in range(6):
        soup = "".join(noise.choice(['"', ",", "\n", ";", "a", "1", "\r", "\t", " "]) for _ in range(4000))
        yield Hostile(f"soup_{number:02d}.csv", soup.encode(), PARKED)


def _encodings() -> Iterator[Hostile]:
    chinese = "code,name,amount\n101,学校,5\n"
    for name in ("utf-16-le", "utf-16-be", "utf-32", "utf-32-be"):
        yield Hostile(f"without_mark_{name}.csv", chinese.encode(name), PARKED)
    yield Hostile("utf16.csv", chinese.encode("utf-16"), LANDED)
    yield Hostile("mark_only.csv", b"\xef\xbb\xbf", PARKED)
    yield Hostile("cut_character.csv", chinese.encode() + b"102,\xe5", PARKED)
    yield Hostile("surrogate.csv", chinese.encode() + b"102,\xed\xa0\x80,6\n", PARKED)
    yield Hostile("overlong.csv", chinese.encode() + b"102,\xc0\xaf,6\n", PARKED)
    yield Hostile("mixed.csv", chinese.encode() + "102,道路,6\n".encode("gb18030"), PARKED)
    yield Hostile("zeros_inside.csv", csv(*SOUND, "104,a\x00b,6"), PARKED, ("not_text",))
    yield Hostile("zeros_late.csv", csv(*SOUND, *["104,a,6"] * 10_000, "105,a\x00b,6"), EITHER)


def _large() -> Iterator[Hostile]:
    wide = ",".join(["c"] * 1_000_000)
    yield Hostile("million_columns.csv", f"{wide}\n{wide}\n".encode(), PARKED, ("too_many_columns",))
    yield Hostile("wide.csv", ("\n".join(",".join(f"{row}" for _ in range(999)) for row in range(4)) + "\n").encode(), PARKED)
    yield Hostile("long_cell.csv", csv(*SOUND, f"104,{'x' * (20 << 20)},6"), PARKED, ("line_too_long",))
    yield Hostile("long_quoted_cell.csv", csv(*SOUND, f'104,"{"x" * (20 << 20)}",6'), PARKED, ("line_too_long",))
    yield Hostile("gigabyte_cell.csv", _gigabyte_cell, PARKED, ("line_too_long",))
    yield Hostile("gigabytes_of_nothing.csv", lambda path: _sparse(path, 3 << 30), PARKED, ("file_too_large",))
    yield Hostile("nothing.xlsx", lambda path: _sparse(path, 300 << 20), PARKED, ("file_too_large",))


def _gigabyte_cell(path: Path) -> None:
    part = b"x" * (8 << 20)
    with path.open("wb") as file:
        file.write(b"code,name,amount\n101,")
        for _ in range(GIGABYTE_PARTS):
            file.write(part)
        file.write(b",5\n")


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)
