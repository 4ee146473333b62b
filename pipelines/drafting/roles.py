"""Rows that are no plain lines: found by their words, by codes within codes, by indents and numbering; kept where arithmetic does not contradict."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from pipelines.drafting.references import reference
from pipelines.drafting.tables import Profile, Table
from pipelines.drafting.uses import Uses
from pipelines.drafting.words import matches, words

# Totals are rarer than lines; the first rule that matches decides, so the widest stands first.
COMMON = 0.45
ORDER = ("grand_total", "subtotal", "of_which")
OUTLINED = re.compile(r"^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])")


@dataclass(frozen=True)
class RoleRule:
    """A rule as the contract writes it, and the word it stands on."""

    where: dict[str, str]
    role: str
    word: str
    count: int
    over: list[str] | str | None = None

    def written(self) -> dict[str, Any]:
        """As `layout.roles` writes it."""
        rule: dict[str, Any] = {"where": self.where, "role": self.role}
        return rule if self.over is None else {**rule, "over": self.over}


def role_rules(tables: list[Table], uses: Uses) -> list[RoleRule]:
    """Rules for every text of a column of words that names a total, a subtotal or an of-which line."""
    found: dict[tuple[str, str], RoleRule] = {}
    for name, column in _looked_at(tables, uses):
        for text, count in column.counts.items():
            role = _role(text)
            if role is None or (count > COMMON * max(column.filled, 1) and count > len(tables)):
                continue
            pattern = "^其中" if role == "of_which" and text.startswith("其中") else f"^{_pattern(text)}$"
            over = None if role == "of_which" or count <= 1 else _over(name, uses)
            found.setdefault((name, pattern), RoleRule({name: pattern}, role, text, count, over))
    return sorted(_without_doubles(list(found.values())), key=lambda rule: ORDER.index(rule.role))


def _looked_at(tables: list[Table], uses: Uses) -> list[tuple[str, Profile]]:
    """Columns in which a row may be called a total: (name in the contract, profile)."""
    fields = {use.column.place: name for name, use in uses.fields.items() if not use.rule.get("values")}
    figures = {figure.column.place for figure in uses.figures}
    shown = []
    for table in tables:
        for column in table.filled():
            if column.place not in figures:
                printed = reference(column, tables)
                named = fields.get(column.place) or (printed if isinstance(printed, str) and not printed.isdigit() else str(column.place))
                split = any(use.rule.get("split") for use in uses.fields.values() if use.column.place == column.place)
                shown.append((str(column.place) if split else named, column))
    return shown


def _role(text: str) -> str | None:
    plain_text = re.sub(r"(?<=[\u3000-\u9fff])\s+(?=[\u3000-\u9fff])", "", unicodedata.normalize("NFKC", text).casefold().strip().rstrip(":："))
    for role in ("of_which", "grand_total", "subtotal"):
        if matches(words()["rows"][role], plain_text):
            return role
    return None


def _pattern(text: str) -> str:
    """The text as a regular expression in which any blanks may stand between Chinese signs."""
    parts = [re.escape(part) for part in re.split(r"[\s\u3000]+", text)]
    return r"\s*".join(part.replace(r"\#", "#").replace(r"\ ", " ") for part in parts)


def _over(name: str, uses: Uses) -> list[str]:
    """A total that stands more than once covers the lines that are alike in all other fields."""
    code = name.replace("_name", "_code")
    return [code] if code in uses.fields else [name] if name in uses.fields else []


def _without_doubles(rules: list[RoleRule]) -> list[RoleRule]:
    """Code and name of one row may both say total; a rule on the name is enough."""
    names = {rule.word for rule in rules}
    best: list[RoleRule] = []
    for rule in sorted(rules, key=lambda rule: (not next(iter(rule.where)).endswith("_name"), next(iter(rule.where)))):
        if rule.word in names and not any(other.word == rule.word and other.count == rule.count for other in best):
            best.append(rule)
    return best


def hierarchy_candidates(tables: list[Table], uses: Uses) -> list[str]:
    """Ways in which lines may contain others: codes with prefixes, indents, numbering."""
    found = []
    for name in ("item_code", "economic_code"):
        if name in uses.fields and "split" not in uses.fields[name].rule and _nested(uses.fields[name].column):
            found.append(name)
    if "item_name" in uses.fields:
        column = uses.fields["item_name"].column
        raw = tables[0].grid.cells[f"c{column.place}"].to_pylist()[:2000]
        indents = {len(text) - len(text.lstrip(" \u3000\u00a0\t")) for text in raw if text and text.strip()}
        found += ["indent"] if len(indents) > 1 else []
        found += ["outline"] if sum(1 for text in column.counts if OUTLINED.match(text)) >= 2 else []
    return found


def _nested(column: Profile) -> bool:
    """Some codes are the beginning of others."""
    codes = {text for text in column.counts if text[:1].isdigit()}
    if len({len(code) for code in codes}) < 2:
        return False
    parents = sum(1 for code in codes if any(code[:size] in codes for size in range(1, len(code))))
    return parents > 0.3 * len(codes)
