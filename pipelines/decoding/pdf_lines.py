"""Characters of a pdf page become lines, lines become paragraphs. Coordinates are points from the top left corner; no table is known here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from pipelines.decoding.documents import tight

# Characters of one line stand on one baseline; fonts differ in how far they reach above it.
SAME_BASELINE = 0.35
# A wider gap than this share of the letter size is a blank that was not written.
BLANK = 0.25
# A paragraph begins with a line indented by this many letters, below a gap of this many letters, or after a line that ends early: by this share
# of the width, or by this many letters behind a full stop.
INDENT, WIDE_GAP, HALF_LINE, LAST_LETTERS = 1.2, 2.6, 0.3, 1.6
# A line such as 单位：万元 may stand above every table; it speaks of what follows and is no running title.
SAYS_SOMETHING = re.compile(r"[：:（(]")
STOPS = "。！？!?；;：:.”）)"
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Line:
    """One printed line: its text, box and letter size."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass
class Paragraph:
    """Lines that belong together, each with the number of its page."""

    lines: list[tuple[int, Line]] = field(default_factory=list)

    def joined(self) -> tuple[str, list[tuple[int, int]]]:
        """The text, and where in it each page begins: (position, page)."""
        text = ""
        starts: list[tuple[int, int]] = []
        for number, line in self.lines:
            joined = tight(f"{text} {line.text}")
            if not starts or starts[-1][1] != number:
                starts.append((len(joined) - len(tight(line.text)), number))
            text = joined
        return text, starts


def as_lines(characters: Iterable[Any], rotation: int) -> list[Line]:
    """Characters from top to bottom and left to right; those on one baseline are one line."""
    rows: list[tuple[float, list[Any]]] = []
    for char in sorted(characters, key=lambda char: _baseline(char, rotation)):
        height = _baseline(char, rotation)
        if rows and abs(rows[-1][0] - height) <= SAME_BASELINE * max(char["size"], 1.0):
            rows[-1][1].append(char)
        else:
            rows.append((height, [char]))
    return [line for _, chars in rows if (line := _line(sorted(chars, key=lambda char: char["x0"]))).text]


def _baseline(char: Any, rotation: int) -> float:
    """Larger further down the page. Turned pages have turned baselines, so there the middle of the letter must do."""
    return float((char["top"] + char["bottom"]) / 2) if rotation or not char["upright"] else -float(char["matrix"][5])


def _line(chars: list[Any]) -> Line:
    text, end = "", None
    for char in chars:
        if end is not None and char["x0"] - end > BLANK * char["size"]:
            text += " "
        text += char["text"]
        end = char["x1"]
    tops, bottoms = [char["top"] for char in chars], [char["bottom"] for char in chars]
    return Line(tight(text), chars[0]["x0"], max(char["x1"] for char in chars), min(tops), max(bottoms), max(char["size"] for char in chars))


def cell_text(lines: list[Line]) -> str:
    """The lines of a cell as one text: a break inside a Chinese word means nothing, between others it means a blank."""
    return tight(" ".join(line.text for line in lines))


def page_furniture(page_number: re.Pattern[str], pages: list[tuple[list[Line], list[Line]]]) -> None:
    """Move page numbers, and what begins or ends most pages at the same height, from the lines of each page (first) to its furniture (second)."""
    repeated = Counter((line.text, round(line.top)) for lines, _ in pages for line in lines if not SAYS_SOMETHING.search(line.text))
    often = {place for place, times in repeated.items() if times >= max(3, len(pages) / 2)}

    def is_furniture(line: Line) -> bool:
        return (line.text, round(line.top)) in often or bool(page_number.fullmatch(line.text))

    for lines, furniture in pages:
        top = list(takewhile(is_furniture, lines))
        bottom = list(takewhile(is_furniture, reversed(lines[len(top) :])))
        furniture += [*top, *reversed(bottom)]
        lines[:] = lines[len(top) : len(lines) - len(bottom)]


def paragraphs(pages: list[tuple[int, list[Line], list[Box]]]) -> Iterator[Paragraph]:
    """(page, its lines, the boxes of its tables) -> paragraphs. A paragraph may go on overleaf, but never beyond a table."""
    current = Paragraph()
    edges = (0.0, 0.0)
    table_between = False
    for number, lines, tables in pages:
        edges_here = min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0)
        above = 0.0
        for line in lines:
            table_between |= any(above <= top <= line.top for _, top, _, _ in tables)
            before = current.lines[-1] if current.lines else None
            indented = line.x0 - edges_here[0] > INDENT * line.size
            if before and (table_between or indented or _wide_gap(before, (number, line)) or _ends_early(before[1], *edges)):
                yield current
                current = Paragraph()
            current.lines.append((number, line))
            above, edges, table_between = line.top, edges_here, False
        table_between |= any(top >= above for _, top, _, _ in tables)
    if current.lines:
        yield current


def _wide_gap(before: tuple[int, Line], here: tuple[int, Line]) -> bool:
    """Between two lines of one page."""
    return before[0] == here[0] and here[1].top - before[1].top > WIDE_GAP * here[1].size


def _ends_early(line: Line, left: float, right: float) -> bool:
    missing = right - line.x1
    return missing > HALF_LINE * (right - left) or (missing > LAST_LETTERS * line.size and line.text[-1] in STOPS)
