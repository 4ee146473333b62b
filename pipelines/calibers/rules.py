"""Rules of conversion as the seed states them, checked word by word. No path finding."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from pathlib import Path

from pipelines.settings import DBT_PROJECT

VOCABULARY = DBT_PROJECT / "seeds" / "caliber_vocabulary.csv"
CONVERSIONS = DBT_PROJECT / "seeds" / "caliber_conversions.csv"
# Dimensions whose words are not listed: any unit, any code book. Rules speak of them by these stand-ins.
OPEN_DIMENSIONS = {"unit": ("other_scale", "other_currency"), "classification": ("other_edition",)}
LEVELS = ("caliber", "figure", "item", "region", "measure")
OPERATIONS = ("keep", "add", "subtract", "divide", "grow", "shrink", "share", "look_up", "refuse")


class SeedFault(Exception):
    """A row of the seeds says something the algebra can't hold; names file, row and remedy."""


class Outcome(IntEnum):
    """What becomes of an amount on the way to another caliber; the worst step decides, so the order matters."""

    SAME = 0
    EXACT = 1
    DERIVABLE = 2
    ESTIMATE = 3
    NO_RULE = 4
    IMPOSSIBLE = 5
    UNKNOWN = 6

    @property
    def word(self) -> str:
        return self.name.lower()

    @property
    def refuses(self) -> bool:
        """No number may come out."""
        return self >= Outcome.NO_RULE


CLASSES = {outcome.word: outcome for outcome in (Outcome.EXACT, Outcome.DERIVABLE, Outcome.ESTIMATE, Outcome.IMPOSSIBLE)}


@dataclass(frozen=True)
class Rule:
    """One row of the conversions: `factor`, `low` and `high` multiply the amount; `inputs` are further figures it needs."""

    rule_id: str
    dimension: str
    level: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    outcome: Outcome
    operation: str
    factor: Fraction | None
    low: Fraction | None
    high: Fraction | None
    inputs: tuple[str, ...]
    condition: str | None
    sentence: str
    needed: str
    certainty: str


def words(path: Path = VOCABULARY) -> dict[str, tuple[str, ...]]:
    """Dimension -> legal words, `unknown` among them; open dimensions are left out."""
    found: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["dimension"] not in OPEN_DIMENSIONS:
                found.setdefault(row["dimension"], []).append(row["value"])
    return {dimension: tuple(values) for dimension, values in found.items()}


def load_rules(path: Path = CONVERSIONS) -> tuple[Rule, ...]:
    """Every rule of the seed.

    Raises:
        SeedFault: an unknown word, operation, class or number, with the row that says it.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rules = tuple(_rule(row) for row in csv.DictReader(file))
    _check_words(rules, words())
    return rules


def _rule(row: Mapping[str, str]) -> Rule:
    name = f"{CONVERSIONS.name}, {row['conversion_id']}"
    for column, legal in (("level", LEVELS), ("operation", OPERATIONS), ("class", tuple(CLASSES))):
        if row[column] not in legal:
            raise SeedFault(f"{name}: {column} '{row[column]}' is none of {', '.join(legal)}")
    if (row["operation"] == "refuse") != (row["class"] == "impossible"):
        raise SeedFault(f"{name}: 'impossible' and the operation 'refuse' go together; change one of them")
    if row["class"] == "derivable" and not row["inputs"]:
        raise SeedFault(f"{name}: derivable without inputs; name the further figures it needs")
    return Rule(
        row["conversion_id"], row["dimension"], row["level"], _listed(row["from_words"]), _listed(row["to_words"]), CLASSES[row["class"]], row["operation"],
        _number(row, "factor"), _number(row, "low"), _number(row, "high"), _listed(row["inputs"]), row["condition"] or None, row["rule"],
        row["required_inputs"], row["certainty"],
    )  # fmt: skip


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _number(row: Mapping[str, str], column: str) -> Fraction | None:
    try:
        return Fraction(row[column]) if row[column] else None
    except ValueError as error:
        raise SeedFault(f"{CONVERSIONS.name}, {row['conversion_id']}: {column} '{row[column]}' is no number") from error


def _check_words(rules: Iterable[Rule], known: Mapping[str, tuple[str, ...]]) -> None:
    for rule in (rule for rule in rules if rule.level == "caliber"):
        if not rule.sources or not rule.targets:
            raise SeedFault(f"{CONVERSIONS.name}, {rule.rule_id}: a rule of level caliber needs from_words and to_words")
        if rule.dimension == "classification":
            continue
        legal = OPEN_DIMENSIONS.get(rule.dimension) or known.get(rule.dimension, ())
        for word in (*rule.sources, *rule.targets):
            if word not in legal or word == "unknown":
                raise SeedFault(f"{CONVERSIONS.name}, {rule.rule_id}: '{word}' is no word of {rule.dimension} that a rule can start from or lead to")
