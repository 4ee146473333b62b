"""What the seeds know, as the drafter asks for it: code books, units and regions. Read once; nothing of a file."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache

from pipelines.contracts.vocabulary import vocabulary
from pipelines.drafting.words import plain, words
from pipelines.settings import DBT_PROJECT

SEEDS = DBT_PROJECT / "seeds"


@dataclass(frozen=True)
class Book:
    """All editions of one classification: code -> edition dates it stands in, and plain label -> codes."""

    system: str
    codes: dict[str, set[str]] = field(default_factory=dict)
    labels: dict[str, set[str]] = field(default_factory=dict)
    editions: set[str] = field(default_factory=set)

    @property
    def country(self) -> str:
        prefix = self.system.split("_")[0].upper()
        return prefix if len(prefix) == 2 else ""


@dataclass(frozen=True)
class Place:
    """A region and the level it stands on."""

    code: str
    name: str
    level: str
    parent: str


def _rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def books() -> dict[str, Book]:
    """Every classification of the seeds."""
    found: dict[str, Book] = {}
    for row in _rows("classification_items.csv"):
        book = found.setdefault(row["system"], Book(row["system"]))
        book.codes.setdefault(row["item_code"], set()).add(row["edition_date"])
        book.editions.add(row["edition_date"])
        for name in (row["name_local"], row["name_en"]):
            if name:
                book.labels.setdefault(plain(name), set()).add(row["item_code"])
    for row in _rows("classification_aliases.csv"):
        if row["system"] in found:
            found[row["system"]].labels.setdefault(plain(row["alias"]), set()).add(row["item_code"])
    return found


@cache
def places() -> dict[str, Place]:
    """Region code -> place."""
    return {row["region_code"]: Place(row["region_code"], row["name_local"], row["level"], row["parent_code"]) for row in _rows("regions.csv")}


@cache
def place_names() -> dict[str, set[str]]:
    """Plain name -> codes of the regions called so."""
    found: dict[str, set[str]] = {}
    for row in _rows("regions.csv"):
        for name in (row["name_local"], row["name_en"], row["short_name"]):
            if name:
                found.setdefault(plain(name), set()).add(row["region_code"])
    for row in _rows("region_aliases.csv"):
        if row["alias_kind"] == "name":
            found.setdefault(plain(row["alias"]), set()).add(row["region_code"])
    return found


@cache
def place_codes() -> dict[str, set[str]]:
    """Printed code -> codes of the regions it stands for."""
    found: dict[str, set[str]] = {}
    for row in _rows("region_aliases.csv"):
        if row["alias_kind"] == "code":
            found.setdefault(row["alias"], set()).add(row["region_code"])
    for code in places():
        if "-" in code:
            found.setdefault(code.split("-", 1)[1], set()).add(code)
    return found


@cache
def units() -> dict[str, tuple[str, int]]:
    """Printed unit -> (currency, scale); the seed and the closed list of the contracts."""
    found = {name: (str(unit["currency"]), int(unit["scale"])) for name, unit in vocabulary()["units"].items()}
    return {row["printed_as"]: (row["currency"], int(row["scale"])) for row in _rows("units.csv")} | found


@cache
def common_signs() -> frozenset[str]:
    """Every non-ASCII sign that names of the seeds and words of words.yml are written with."""
    names = [name for book in books().values() for name in book.labels]
    return frozenset(sign for text in [*names, *place_names(), str(words())] for sign in text if sign > "\x7f")
