"""What the file is as a whole: kind, country, year, account, scope, stage of figures without one. Told by its name, titles, sheets and headers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.drafting.findings import Findings
from pipelines.drafting.tables import Table
from pipelines.drafting.words import matches, plain, words

YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
FULL_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/](\d{2})(?!\d|[-/])")
SHORT_YEAR = re.compile(r"(?<!\d)(\d{2})年")
DOUBLE_YEAR = re.compile(r"(?<!\d)(?:FY[ _]?)?(?:20)?(\d{2})[-/](\d{2})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Texts:
    """Everything that is printed outside the data, from the nearest to the farthest: file name, titles, sheet, headers, folder."""

    name: str
    titles: list[str]
    sheet: str
    headers: list[str]
    folder: str
    body: list[str]
    beside: list[str]

    def spoken(self) -> list[tuple[str, str]]:
        """(where, plain text) in the order in which they are believed."""
        shown = [("file name", self.name), *(("title", title) for title in self.titles), ("sheet name", self.sheet)]
        return [(where, plain(text)) for where, text in shown if text]


def texts_of(path: Path, tables: list[Table]) -> Texts:
    """Gather the texts of a file."""
    first = tables[0]
    titles = list(dict.fromkeys(title for table in tables for title in table.titles()))
    body = [text for column in first.columns if column.figures < 0.5 for text, _ in column.counts.most_common(60)]
    headers = [column.name for table in tables for column in table.columns if column.is_named]
    return Texts(
        path.stem, titles[:40], first.grid.sheet, headers, path.absolute().parent.name, body, sorted(other.stem for other in path.absolute().parent.iterdir())
    )


def say_kind(texts: Texts, findings: Findings) -> str:
    """Expenditure, revenue, balance or indicators."""
    headers = " | ".join(plain(header) for header in texts.headers)
    for where, text in [*texts.spoken(), ("header", headers)]:
        for kind, patterns in words()["kinds"].items():
            if found := matches(patterns, text):
                both = kind == "revenue" and matches(words()["kinds"]["expenditure"], text)
                sure = 0.5 if both else 0.95 if where in ("file name", "title") else 0.75
                asked = "both revenue and expenditure are named; which is it, or which column says it?" if both else None
                found_kind = "expenditure" if both else kind
                findings.say("kind", found_kind, sure, f"{where} says '{found}'", asked)
                return str(found_kind)
    findings.say("kind", "expenditure", 0.4, "nothing names revenue or expenditure", "is this revenue or expenditure?")
    return "expenditure"


def say_kind_of_left(fields: dict[str, Any], kind: str, findings: Findings) -> str:
    """Of two tables side by side the heading over the left one: 收入 over 项目."""
    names = " ".join(plain(use.column.name) for use in fields.values())
    found = next((name for name in ("revenue", "expenditure") if matches(words()["kinds"][name], names)), kind)
    findings.say("kind", found, 0.85, "the heading over the left of two tables says it")
    return str(found)


def say_country(texts: Texts, findings: Findings) -> str | None:
    """The country by its words and letters; it decides the currency, never the scale."""
    shown = plain(" ".join([texts.name, *texts.titles, *texts.headers, *texts.body]))
    scores: Counter[str] = Counter()
    for code, country in words()["countries"].items():
        scores[code] = len({hit for pattern in country["words"] for hit in re.findall(pattern, shown)})
        if re.match(rf"{code.lower()}(?![a-z])", plain(texts.folder)) or re.match(rf"{code.lower()}(?![a-z])", plain(texts.name)):
            scores[code] += 4
    (best, hits), (_, second) = scores.most_common(2)
    if not hits:
        findings.say("country", None, 0.0, "no word or letter of the file names a country")
        return None
    findings.say("country", best, min(0.9, 0.5 + 0.1 * (hits - second)), f"{hits} words or letters of {best}, {second} of the next")
    return best


def say_year(texts: Texts, tables: list[Table], year_texts: list[str], findings: Findings) -> None:
    """The year of the edition: file name, year column, title."""
    name_years = sorted({int(year) for year in YEAR.findall(texts.name)})
    column_years = sorted({int(year) for text in year_texts for year in YEAR.findall(text)})
    double = [match for text in (*year_texts, texts.name) if (match := DOUBLE_YEAR.search(text)) and not YEAR.search(text)]
    titled = sorted({int(year) for title in texts.titles for year in YEAR.findall(title)})
    spans = [span for text in (texts.name, *texts.titles) if (span := FULL_SPAN.search(text)) and int(span[2]) == (int(span[1]) + 1) % 100]
    if spans and not column_years:
        first = int(spans[0][1])
        findings.say(
            "years", [first], 0.7, f"'{spans[0][0].strip()}' is called by its first year", f"is '{spans[0][0].strip()}' the year {first} or {first + 1}?"
        )
    elif column_years:
        findings.say(
            "years", column_years, 0.95, f"the column of years prints {column_years[0]}" + (f" to {column_years[-1]}" if len(column_years) > 1 else " only")
        )
    elif len(name_years) == 1:
        same = " and the title" if name_years[0] in titled else ""
        findings.say("years", name_years, 0.97, f"the file name{same} says {name_years[0]}")
    elif double:
        _say_double(double[0], findings)
    elif titled:
        findings.say(
            "years",
            [titled[-1]],
            0.85 if len(titled) == 1 else 0.5,
            f"a title says {titled[-1]}",
            None if len(titled) == 1 else f"which of {titled} is the year?",
        )
    elif short := SHORT_YEAR.search(texts.name):
        findings.say("years", [2000 + int(short[1])], 0.65, f"the file name says '{short[0]}'", f"is '{short[0]}' the year {2000 + int(short[1])}?")
    elif name_years:
        findings.say("years", name_years, 0.6, f"the file name says {name_years}")
    else:
        findings.say("years", [], 0.0, "no year is printed anywhere", "which fiscal year is this?")


def _say_double(match: re.Match[str], findings: Findings) -> None:
    country = words()["countries"].get(findings.value("country") or "", {})
    rule = country.get("fiscal_year", {"start_month": 7, "named_by": "end"})
    century = 2000
    year = century + int(match[2] if rule["named_by"] == "end" else match[1])
    findings.say(
        "fiscal_year",
        rule,
        0.6,
        f"'{match[0]}' spans two calendar years",
        "in which month does the fiscal year start, and is it called by its first or its second year?",
    )
    findings.say("years", [year], 0.65, f"'{match[0]}' is called {year} here", f"is '{match[0]}' the year {year}?")


def say_account(texts: Texts, findings: Findings) -> None:
    """General budget, funds, state capital, social insurance, where the text says it."""
    _first(texts, "account", "account_titles", findings, "which account is this: the general budget, funds, a unit's own money?")


def say_scope(texts: Texts, findings: Findings) -> None:
    """Own level, whole area …, where the text says it."""
    _first(texts, "scope", "scope_titles", findings, "whose money is this: of the level itself (own_level), or of everything below it too (area_total)?")


def _first(texts: Texts, dimension: str, listed: str, findings: Findings, question: str) -> None:
    for where, text in texts.spoken():
        for entry in words()[listed]:
            if found := matches(entry["words"], text):
                findings.say(f"caliber.{dimension}", entry[dimension], 0.92, f"{where} says '{found}'")
                return
    findings.say(f"caliber.{dimension}", "unknown", 0.0, "the file does not say", question)


def _executed_sibling(texts: Texts) -> str | None:
    """A file of the same name and a word of execution: then this one is the budget."""
    own = set(plain(texts.name).split())
    executed = [word for entry in words()["stage_titles"] if entry["stage"] in ("final", "flash") for word in entry["words"]]
    for other in texts.beside:
        more = set(plain(other).split())
        if own < more and matches(executed, " ".join(more - own)):
            return other
    return None


def title_stage(texts: Texts) -> tuple[dict[str, str], str, float] | None:
    """The stage that file name or titles give to figures without one: (words, evidence, confidence)."""
    for where, text in texts.spoken():
        rest = re.sub(words()["account_names"], "", text)
        for entry in words()["stage_titles"]:
            if found := matches(entry["words"], rest):
                return {"stage": entry["stage"], "recognition": entry["recognition"]}, f"{where} says '{found}'", 0.75
    if sibling := _executed_sibling(texts):
        return {"stage": "adopted", "recognition": "authorised"}, f"beside it stands '{sibling}', its execution", 0.6
    for where, text in (*texts.spoken(), *(("header", plain(header)) for header in texts.headers)):
        if found := matches(words()["account_amounts"], text):
            return {"stage": "final", "recognition": "cash_paid"}, f"{where} says '{found}' and neither budget figures nor a draft", 0.55
    return None
