"""Composed keys, and which part of which column fits a side of the budget: 2016/AGIB00/02101, or 1 0100.120.01.130.00 2016."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pipelines.drafting.cells import YEAR
from pipelines.drafting.codebooks import candidates, match_codes
from pipelines.drafting.findings import Findings
from pipelines.drafting.tables import Profile, Table
from pipelines.drafting.uses import Use, Uses, both_ways

MARKS = ("/", "|", ".", " ", "-")
MOSTLY, FITS = 0.95, 0.5
# 111A, 111A01: a programme of the functional structure, as its letter says.
LETTERED = re.compile(r"\d{3}[A-Z]\d{0,2}")


@dataclass
class Part:
    """A code as a column prints it, or one part of a composed key."""

    column: Profile
    counts: Counter[str]
    rule: dict[str, Any] = field(default_factory=dict)

    def says(self) -> str:
        """What stands there, as evidence."""
        part = f", part {self.rule['take']} between '{self.rule['split']}'" if self.rule else ""
        return f"column {self.column.place}{part}: {len(self.counts)} different codes such as {', '.join(list(self.counts)[:3])}"


def composed(column: Profile) -> tuple[str, int] | None:
    """(mark, number of parts) where nearly every text has the same number of parts; the mark that cuts most."""
    found = []
    for mark in MARKS:
        counts: Counter[int] = Counter()
        for text, times in column.counts.items():
            counts[text.count(mark) + 1] += times
        number, hits = counts.most_common(1)[0] if counts else (1, 0)
        digits = sum(1 for text in column.counts if re.search(r"\d", text))
        if number > 1 and hits > MOSTLY * sum(counts.values()) and digits > MOSTLY * len(column.counts):
            found.append((number, mark))
    return (max(found)[1], max(found)[0]) if found else None


def part_counts(column: Profile, mark: str, take: int) -> Counter[str]:
    """The texts of one part, counted."""
    found: Counter[str] = Counter()
    for text, count in column.counts.items():
        parts = text.split(mark)
        if len(parts) >= take:
            found[parts[take - 1].strip()] += count
    return found


def best_part(parts: list[Part], side: str, kind: str, findings: Findings) -> tuple[Part, float] | None:
    """The part that fits best; of equal ones the last, since bodies stand first and the economic code last in most budgets."""
    scored = [(_fit(part.counts, side, kind, findings) + 0.01 * number, number) for number, part in enumerate(parts)]
    score, number = max(scored, default=(0.0, 0))
    return (parts[number], min(score, 1.0)) if score > FITS else None


def _fit(counts: Counter[str], side: str, kind: str, findings: Findings) -> float:
    total = max(sum(counts.values()), 1)
    fits = [match_codes(counts, book).score for book in candidates(side, kind, findings)]
    lettered = sum(count for text, count in counts.items() if LETTERED.fullmatch(text)) / total
    zeros = sum(count for text, count in counts.items() if text.startswith("0")) / total
    return max([*fits, 0.0]) * (1 - zeros) + (lettered if side == "item" and kind == "expenditure" else -0.5 * lettered)


def take_apart(table: Table, kind: str, findings: Findings, uses: Uses) -> None:
    """A column of composed keys that no header explains: its parts by the books they fit, the first part for the body."""
    if {"item_code", "economic_code"} & set(uses.fields):
        return
    for column in list(uses.kept):
        mark, number = composed(column) or ("", 0)
        if number < 3 or column.distinct < 5:
            continue
        parts = [Part(column, part_counts(column, mark, take), {"split": mark, "take": take}) for take in range(1, number + 1)]
        parts = [part for part in parts if len(part.counts) > 2 and not all(YEAR.match(text) for text in part.counts)]
        for side in ("item", "economic") if kind == "expenditure" else ("item",):
            best = best_part(parts, side, kind, findings)
            if best:
                uses.fields[f"{side}_code"] = Use(column, 0.45 + 0.3 * best[1], best[0].says(), dict(best[0].rule), f"is this part of the key the {side} code?")
                parts = [part for part in parts if part is not best[0]]
        if kind == "expenditure" and parts and "organisation_code" not in uses.fields:
            uses.fields["organisation_code"] = Use(column, 0.45, parts[0].says(), dict(parts[0].rule), "is this part of the key the body?")
        _name_beside(table, column, kind, uses)
        return


def _name_beside(table: Table, key: Profile, kind: str, uses: Uses) -> None:
    """The column of words that goes with the key names its economic code, or the item of revenue."""
    name = "economic_name" if kind == "expenditure" else "item_name"
    words = [column for column in uses.kept if column.figures < 0.2 and column.codes < 0.3 and column.distinct > 5]
    if words and name not in uses.fields and name.replace("_name", "_code") in uses.fields:
        best = max(words, key=lambda column: both_ways(table, key, column))
        uses.fields[name] = Use(
            best, 0.6, f"words beside the key in column {key.place}", {}, f"does column {best.place} name the {name.removesuffix('_name')}?"
        )
        uses.kept.remove(best)
