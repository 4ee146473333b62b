"""Which columns are figures, and what their headers say: stage, recognition, measure, period, another year; or the header itself is a word of a dimension."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pipelines.drafting.cells import YEAR, is_figure, is_none
from pipelines.drafting.seeds import books, place_names
from pipelines.drafting.tables import Profile
from pipelines.drafting.words import matches, plain, words
from pipelines.landing.periods import printed_quarter

MOSTLY = 0.8
MONTH_WORD = re.compile(r"^(?:1-)?(1[0-2]|0?[1-9])月(?:份|末|累计|数)?$")
YEAR_WORD = re.compile(r"(?<!\d)(?:fy ?)?(?:19|20)\d{2}(?: \d{2,4})?年?(?!\d)")
YEAR_PREFIX = re.compile(r"((?:19|20)\d{2})年?")


@dataclass
class Figure:
    """A column of figures and what is said of it, in the words of `layout.amounts`."""

    column: Profile
    said: dict[str, Any] = field(default_factory=dict)
    confidence: float = 0.5
    evidence: str = ""
    question: str | None = None


def is_numeric(column: Profile) -> bool:
    """Four of five filled cells are figures; a column that holds nothing counts where its header names a figure."""
    return column.figures >= MOSTLY and any(not is_none(text) for text in column.counts)


def figure_by_header(column: Profile) -> Figure | None:
    """What the header of a figure column says by the words of the field."""
    if column.filled and not is_numeric(column) and any(not is_none(text) for text in column.counts):
        return None
    if month := words()["months"].get(column.word_key):
        return Figure(column, {"month": month, "period_basis": "month"}, 0.85, f"header '{column.name}' is a month", None)
    for key in dict.fromkeys((column.word_key, column.key, *map(without_period, (column.word_key, column.key)))):
        for entry in words()["figures"]:
            if found := matches(entry["words"], key):
                said = {name: value for name, value in entry.items() if name != "words"}
                return _with_quarter(_with_year(Figure(column, said, 0.93, f"header '{column.name}' says '{found}'")))
    if printed_quarter(column.word_key):
        return _with_quarter(Figure(column, {"stage": "flash", "recognition": "unknown"}, 0.85, f"header '{column.name}' is a quarter"))
    return None


def without_period(key: str) -> str:
    """Budget FY2024 and 2024 Q1 Actual without year and quarter."""
    quarter = printed_quarter(key)
    return re.sub(r"\s+", " ", YEAR_WORD.sub(" ", quarter[1] if quarter else key)).strip()


def _with_quarter(figure: Figure) -> Figure:
    """Q1 Actual is a figure of three months; which ones, the fiscal year says (stages.py)."""
    if (quarter := printed_quarter(figure.column.word_key)) and figure.said.get("measure", "amount") == "amount":
        figure.said |= {"quarter": quarter[0], "period_basis": "quarter"}
        figure.question = f"is '{figure.column.name}' of the quarter alone, or since the year began (cumulative)?"
    return figure


def _with_year(figure: Figure) -> Figure:
    """2023年决算数 beside 2024年决算数: the header names the year of its figures."""
    if (year := YEAR_PREFIX.search(figure.column.name)) and figure.said.get("measure", "amount") == "amount":
        figure.said["year"] = int(year[1])
    return figure


def plain_figure(column: Profile) -> bool:
    """A header that says amount and no stage."""
    return is_numeric(column) and any(matches(words()["plain_figures"], key) for key in (column.word_key, column.key))


def looks_like_money(column: Profile) -> bool:
    """Figures of many lengths, with decimals, signs or zeros; codes have few lengths, and counters count."""
    if not is_numeric(column):
        return False
    texts = [text for text in column.counts if is_figure(text)]
    if any(re.search(r"[.,]\d|^[-−(]", text) for text in texts):
        return not all(re.fullmatch(r"\d{1,3}(\.\d{1,2}){1,5}", text) for text in texts) or len(texts) < 3
    if any(text.startswith("0") and len(text) > 1 for text in texts) or all(YEAR.match(text) for text in texts):
        return False
    lengths = {len(text) for text in texts}
    counter = column.distinct >= column.rows * 0.99 and texts and max(map(int, filter(str.isdigit, texts)), default=0) <= column.rows * 1.05
    return not counter and len(lengths) > 3 and max(lengths) > 4


def header_dimension(columns: list[Profile]) -> tuple[str, float, str] | None:
    """What the headers of several figure columns are together: months, years, items of a code book, regions. (field, share, evidence)"""
    keys = [column.word_key for column in columns]
    tests: dict[str, Callable[[str], bool]] = {
        "month": lambda key: bool(MONTH_WORD.match(key)),
        "year": lambda key: bool(YEAR.match(key)),
        "item_name": is_label,
        "region": lambda key: key in place_names(),
    }
    for name, test in tests.items():
        hits = len([key for key in keys if test(key)])
        if hits >= 3 and hits >= 0.5 * len(keys):
            return name, hits / len(keys), f"{hits} of {len(keys)} headers are {_called(name)}, such as '{columns[0].word}'"
    return ("economic_code", 0.9, f"headers are the chapters {', '.join(keys)}") if _are_chapters(keys) else None


def _called(name: str) -> str:
    return {"month": "months", "year": "years", "item_name": "labels of a code book", "region": "names of regions"}[name]


def is_label(text: str) -> bool:
    """A label of any code book, with or without 支出 behind it."""
    key = plain(text)
    return any(key in book.labels or key.removesuffix("支出") in book.labels for book in books().values())


def _are_chapters(keys: list[str]) -> bool:
    digits = [key for key in keys if key.isdigit() and len(key) < 3]
    return len(digits) >= 4 and len(digits) >= len(keys) - 1 and [int(key) for key in digits] == sorted({int(key) for key in digits})
