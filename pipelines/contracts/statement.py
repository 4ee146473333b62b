"""Figures that the text of a report states beside its tables, and which figures of the table they must equal. Shape only: no text is read here."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from pipelines.contracts.vocabulary import caliber_words, vocabulary
from pipelines.contracts.words import BUDGET_KINDS, Column, Pattern, Strict, checked_meaning

# What the text itself may name beside the figure.
GROUPS = ("figure", "unit", "item_name", "item_code")
PATTERNS = (
    "item_code", "item_name", "economic_code", "economic_name", "organisation_code", "organisation_name", "programme_code", "programme_name",
    "fund_code", "fund_name",
)  # fmt: skip


class Selection(Strict):
    """Figures of the table this contract lands: `column` by header or position, `of` by what they are.

    `of` holds kind, role and any dimension of the caliber by their words, and codes and names by pattern.
    """

    column: Column | None = None
    of: dict[str, Pattern] = {}

    @field_validator("of")
    @classmethod
    def _closed_words(cls, value: dict[str, str]) -> dict[str, str]:
        legal = ("kind", "role", *caliber_words(), *PATTERNS)
        closed = {"kind": BUDGET_KINDS, "role": vocabulary()["row_roles"]}
        for name, word in value.items():
            if name not in legal:
                raise ValueError(f"of: '{name}' says nothing of a figure; use one of {', '.join(legal)}")
            if name in closed and word not in closed[name]:
                raise ValueError(f"of: '{word}' is not a {name}; use one of {', '.join(closed[name])}")
            checked_meaning("of", name, word)
        return value


class Statement(Selection):
    """A figure of the running text, found by `find`, that must equal the chosen figures of the table.

    `find` has the named group `figure`, and `unit` unless the unit is said here; `item_name` or `item_code` where the text names what it is about.
    `bridge`: figures that stand between the two where they are counted differently; a difference of exactly these is information, no contradiction.
    """

    name: Annotated[str, Field(min_length=1)]
    find: Pattern
    unit: str | None = None
    bridge: Selection | None = None

    @field_validator("unit")
    @classmethod
    def _known_unit(cls, value: str | None) -> str | None:
        if value is not None and value not in vocabulary()["units"]:
            raise ValueError(f"'{value}' is no unit; use one of {', '.join(vocabulary()['units'])}")
        return value

    @model_validator(mode="after")
    def _named_groups(self) -> Statement:
        try:
            groups = set(re.compile(self.find).groupindex)
        except re.error as unread:
            # The engine is RE2; the names of groups are read by Python, which knows less.
            raise ValueError(f"find: write it without what only RE2 knows ({unread})") from unread
        if "figure" not in groups or groups - set(GROUPS):
            raise ValueError(f"find: named groups are {', '.join(GROUPS)}, and `figure` is required: 总计(?P<figure>[0-9.,]+)(?P<unit>万元|元)")
        if ("unit" in groups) == (self.unit is not None):
            raise ValueError("unit: the text names it in the group `unit` of `find`, or `unit` says it; one of the two")
        return self

    def group(self, name: str) -> int | None:
        """The position of a named group in `find`."""
        return re.compile(self.find).groupindex.get(name)
