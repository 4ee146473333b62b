"""The words a contract may use and the checks they share: closed lists, positions, patterns."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from pipelines.contracts.vocabulary import better_words, caliber_words, vocabulary

Kind = Literal["expenditure", "revenue", "balance", "indicators"]
# Files that lie among the exports and hold none: code lists, links, empty forms.
REFERENCE = "reference"
BUDGET_KINDS = ("expenditure", "revenue", "balance")
Role = Literal["leaf", "subtotal", "grand_total", "of_which", "elimination", "balance"]
Measure = Literal["amount", "change", "rate", "growth"]
NumberFormat = Literal["1,234.56", "1.234,56", "1 234,56", "1 234.56", "1'234.56"]
Repair = Literal["cjk_part_of_headers"]

PLACEHOLDER_NAMES = ("year", "month", "region", "organisation", "version", "part")
# What the name of a sheet may say of its table; {part} is any text.
SHEET_PLACEHOLDERS = ("year", "month", "region", "organisation", "part")

# Among the words a column is translated by: any other word.
OTHER = "*"

Column = int | str  # a position counted from 1, or the printed header


def is_pattern(column: Column) -> bool:
    """Whether a column is named by a pattern, which may fit several headers."""
    return isinstance(column, str) and "*" in column


def checked_word(dimension: str, word: str) -> str:
    """The word, if it is a value of the dimension."""
    legal = caliber_words().get(dimension)
    if legal is None:
        raise ValueError(f"'{dimension}' is not a caliber dimension; use one of {', '.join(caliber_words())}")
    if word not in legal:
        raise ValueError(f"'{word}' is not a value of {dimension}; use one of {', '.join(legal)}")
    return word


def checked_meaning(place: str, field: str, word: str) -> None:
    """A word that a contract says, or translates a column's own words to, must be one of a closed list where the field has one."""
    if field in caliber_words():
        checked_word(field, word)
    elif field == "kind" and word not in BUDGET_KINDS:
        raise ValueError(f"{place}.kind: '{word}' is not a kind of amount; use one of {', '.join(BUDGET_KINDS)}")
    elif field == "better" and word.strip().lower() not in better_words():
        raise ValueError(f"{place}.better: '{word}' does not say which way is better; use one of {', '.join(vocabulary()['better'])}")


def as_list(value: Any) -> Any:
    """One value where a list may stand is a list of one."""
    return value if isinstance(value, list) or value is None else [value]


def _pattern(value: str) -> str:
    """A regular expression as the engine that will run it understands it (RE2: no look-ahead, no back-reference)."""
    try:
        pc.match_substring_regex(pa.array([""]), value)
    except pa.ArrowInvalid as broken:
        raise ValueError(f"'{value}' is not a regular expression: {str(broken).removeprefix('Invalid regular expression: ')}") from broken
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]
# A tab or a blank may be all there is to say.
Mark = Annotated[str, StringConstraints(strip_whitespace=False)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
