"""Findings and uses put together as a contract: names of columns as the file prints them, positions where a name would not do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contracts.contract import FiscalYear
from pipelines.drafting.context import Texts
from pipelines.drafting.findings import SURE, Findings
from pipelines.drafting.references import reference
from pipelines.drafting.tables import Profile, Table
from pipelines.drafting.uses import Use, Uses
from pipelines.drafting.words import matches, words
from pipelines.landing.labels import label_key
from pipelines.landing.numbers import sql_text
from pipelines.landing.periods import year_sql

CALIBER = ("scope", "account", "period_basis", "recognition")


def assemble(
    path: Path, contract_id: str | None, layout: dict[str, Any], tables: list[Table], uses: Uses, ignored: list[str], texts: Texts, findings: Findings
) -> dict[str, Any]:
    """The contract as it would be written, one edition."""
    kind = findings.value("kind")
    contract: dict[str, Any] = {"id": contract_id or _slug(path, findings), "publisher": {"name": "unknown"}, "kind": kind, "region": findings.value("region")}
    findings.say("publisher", None, 0.0, "no file says it reliably", "who publishes this? Write publisher.name")
    caliber = {name: findings.value(f"caliber.{name}") for name in CALIBER if f"caliber.{name}" in findings.by_field}
    if kind != "indicators":
        contract["caliber"] = caliber
        contract["unit"] = findings.value("unit")
    elif findings.by_field["unit"].confidence >= SURE:
        contract["unit"] = findings.value("unit")
    if fiscal := findings.value("fiscal_year"):
        contract["fiscal_year"] = fiscal
    if form := {name: value for name in ("encoding", "delimiter", "numbers") if (value := findings.value(f"format.{name}"))}:
        contract["format"] = form
    if books := {side: book for side in ("item", "economic") if (book := findings.value(f"classification.{side}"))}:
        contract["classification"] = books
    if findings.value("repairs"):
        contract["repairs"] = findings.value("repairs")
    edition: dict[str, Any] = {
        "years": findings.value("years") or [1900],
        "files": _files(path, findings),
        "layout": _layout(layout, tables, uses, ignored, texts, findings),
    }
    if uses.ignored:
        edition["ignore"] = [reference(column, tables) for column, _ in uses.ignored]
        findings.say("ignore", None, 0.75, "; ".join(dict.fromkeys(why for _, why in uses.ignored)))
    return {**contract, "editions": [edition]}


def _slug(path: Path, findings: Findings) -> str:
    country = (findings.value("region") or "XX").split("-")[0].lower()
    stem = re.sub(r"(?<!\d)(19|20)\d{2}(?!\d)年?度?", "", path.stem)
    word = re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]+", "_", stem).strip("_").lower()
    return f"{country}-draft.{word or 'export'}"


def _files(path: Path, findings: Findings) -> str:
    """The file name with its year open, so that the next edition is found; signs of patterns as `?`."""
    name = re.sub(r"[\[\]{}*?]", "?", path.name)
    years = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", name)
    if len(set(years)) == 1 and findings.value("years") == [int(years[0])]:
        place = name.index(years[0])
        return name[:place] + "{year}" + name[place + 4 :]
    return name


def _layout(layout: dict[str, Any], tables: list[Table], uses: Uses, ignored: list[str], texts: Texts, findings: Findings) -> dict[str, Any]:
    shown: dict[str, Any] = dict(layout)
    if ignored:
        shown["ignore_sheets"] = ignored
        findings.say("layout.ignore_sheets", ignored, 0.7, "these sheets have no table like the others", f"is anything needed from {', '.join(ignored[:4])}?")
    fields = {}
    for name, use in uses.fields.items():
        fields[name] = _field(use, tables)
        findings.say(f"layout.columns.{name}", fields[name], use.confidence, use.evidence, use.question)
    if fields:
        shown["columns"] = fields
    figures = {"amounts": amounts(uses, tables, findings), "indicators": indicators(uses, tables, findings)}
    shown |= {name: entries for name, entries in figures.items() if entries}
    if uses.kept:
        shown["keep"] = [reference(column, tables) for column in uses.kept if _everywhere(column, tables)]
        findings.say("layout.keep", None, 0.6, "kept as text: no word says what they mean")
    if marks := [pattern for table in tables for pattern in _footnotes(table)]:
        shown["footnotes"] = marks[0]
        findings.say("layout.footnotes", marks[0], 0.9, "a line below the table begins so")
    if any(matches(words()["eliminations"], text) for _, text in texts.spoken()):
        shown["role"] = "elimination"
        findings.say("layout.role", "elimination", 0.85, "the file name says eliminations: to be taken off, never added")
    return shown


def _field(use: Use, tables: list[Table]) -> Any:
    column = reference(use.column, tables)
    return {"column": column, **use.rule} if use.rule else column


def amounts(uses: Uses, tables: list[Table], findings: Findings) -> list[dict[str, Any]]:
    """`layout.amounts`: one entry a column, or one for all columns told apart by their headers."""
    entries: list[dict[str, Any]] = []
    wide = [figure for figure in uses.figures if "header_is" in figure.said]
    for figure in uses.figures:
        if figure in wide[1:]:
            continue
        entry = {
            "column": _wide_reference(uses, wide, tables) if figure in wide else reference(figure.column, tables, figure.said.get("role") is not None),
            **figure.said,
        }
        findings.say(f"layout.amounts.{len(entries)}", entry, figure.confidence, figure.evidence, figure.question)
        entries.append(entry)
    if len(wide) < len(uses.figures) and wide:
        entries.sort(key=lambda entry: entry["column"] == "*")
        for number, entry in enumerate(entries):
            same = next(
                figure for figure in uses.figures if figure.said.get("header_is") == entry.get("header_is") and figure.said.get("role") == entry.get("role")
            )
            findings.say(f"layout.amounts.{number}", entry, same.confidence, same.evidence, same.question)
    return entries


def indicators(uses: Uses, tables: list[Table], findings: Findings) -> list[dict[str, Any]]:
    """`layout.indicators`: one entry for all years where patterns name their columns, else one for each year."""
    if not uses.by_year:
        return []
    if all(own.pattern for own in uses.by_year):
        entries: list[dict[str, Any]] = [{**{own.field: own.pattern for own in uses.by_year}, "header_is": "year"}]
    else:
        years = sorted({year for own in uses.by_year for year in own.columns})
        entries = [
            {**{own.field: reference(own.columns[year], tables) for own in uses.by_year if year in own.columns}, "year": year_number(year, findings)}
            for year in years
        ]
    for number, entry in enumerate(entries):
        findings.say(f"layout.indicators.{number}", entry, 0.9, "; ".join(own.evidence for own in uses.by_year))
    return entries


def year_number(printed: str, findings: Findings) -> int | None:
    """The fiscal year of a printed one, as the contract will read it."""
    fiscal = FiscalYear.model_validate(findings.value("fiscal_year") or {})
    with duckdb.connect() as db:
        row = db.execute(f"select {year_sql(sql_text(printed), fiscal)}").fetchone()
    return int(row[0]) if row and row[0] is not None else None


def _wide_reference(uses: Uses, wide: list[Any], tables: list[Table]) -> Any:
    """`"*"` where headers are words that may change with the edition; a list where they are few and fixed."""
    if uses.wide and uses.wide[0] == "month" and all(figure.column.word.endswith("月") for figure in wide):
        return "*月"
    return "*" if uses.wide and uses.wide[0] in ("item_name", "region") else [reference(figure.column, tables) for figure in wide]


def _everywhere(column: Profile, tables: list[Table]) -> bool:
    return all(any(label_key(other.name) == label_key(column.name) for other in table.columns) for table in tables)


def _footnotes(table: Table) -> list[str]:
    tail = table.grid.cells.slice(max(0, table.block.last - 6), 6).to_pylist()
    firsts = [next((cell.strip() for cell in row.values() if cell and cell.strip()), "") for row in tail]
    shown = [(text, matches(words()["rows"]["footnote"], text.casefold())) for text in firsts]
    return [f"^{re.escape(text[: len(found)])}" for text, found in shown if found and text.casefold().startswith(found)]
