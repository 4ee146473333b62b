"""From a file nobody has seen to a draft: read, look, judge, try, prove, write down."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipelines.drafting import context, marks, money, territory
from pipelines.drafting.assembly import assemble, year_number
from pipelines.drafting.codebooks import say_book
from pipelines.drafting.columns import RIGHT, assign
from pipelines.drafting.findings import Findings
from pipelines.drafting.keys import take_apart
from pipelines.drafting.period_codes import take_period_codes
from pipelines.drafting.positions import assign_by_position
from pipelines.drafting.proving import prove
from pipelines.drafting.reading import read
from pipelines.drafting.sheets import tables_in
from pipelines.drafting.stages import say_stages
from pipelines.drafting.tables import Table
from pipelines.drafting.uses import Uses
from pipelines.drafting.words import words


@dataclass
class Draft:
    """A proposed contract with everything said about it."""

    path: Path
    contract: dict[str, Any]
    findings: Findings
    left_over: list[str] = field(default_factory=list)

    @property
    def questions(self) -> list[str]:
        return [*self.findings.questions, *self.left_over]

    def as_record(self) -> dict[str, Any]:
        """For scripts: the contract, every finding, every question."""
        return {"contract": self.contract, "findings": [asdict(finding) for finding in self.findings.by_field.values()], "questions": self.questions}


def draft(path: Path, contract_id: str | None = None, sheet: str | None = None) -> Draft:
    """Propose a contract for one file, or for one sheet or table of it.

    Raises:
        DecodingError: the file can't be read. NoTable: it holds no table.
    """
    data = path.read_bytes()
    findings = Findings()
    decoded = read(data, findings)
    layout, tables, ignored = tables_in(decoded, findings, sheet)
    texts = context.texts_of(path, tables)
    kind = context.say_kind(texts, findings)
    context.say_country(texts, findings)
    territory.say_region(texts, tables, None, findings)
    uses = _uses(tables, kind, findings)
    if uses.ignored and uses.ignored[0][1] == RIGHT:
        kind = context.say_kind_of_left(uses.fields, kind, findings)
    _say_fiscal_year(findings)
    take_period_codes(uses, tables[0].filled(), findings)
    _say_context(texts, tables, uses, findings)
    say_stages(uses, texts, kind, findings)
    columns = [figure.column for figure in uses.figures]
    if decoded.delimiter:
        marks.say_numbers([column for column in uses.measured if not column.stored_numbers], findings)
    unit = uses.fields.get("unit")
    money.say_unit(texts, unit.column if unit and kind != "indicators" else None, columns, findings)
    _say_books(uses, tables, kind, findings)
    contract = assemble(path, contract_id, layout, tables, uses, ignored, texts, findings)
    left_over = [*uses.questions]
    prove(contract, data, path.name, tables, uses, kind, findings, left_over)
    return Draft(path, contract, findings, left_over)


def _uses(tables: list[Table], kind: str, findings: Findings) -> Uses:
    first = tables[0]
    if not first.block.headers:
        return assign_by_position(first, kind, findings)
    uses = assign(first, kind)
    if kind != "indicators":
        take_apart(first, kind, findings, uses)
    return uses


def _say_fiscal_year(findings: Findings) -> None:
    """Countries whose budgets do not follow the calendar."""
    rule = words()["countries"].get(findings.value("country") or "", {}).get("fiscal_year")
    if rule:
        findings.say(
            "fiscal_year", rule, 0.5, f"customary in {findings.value('country')}", "in which month does the fiscal year start, and which of its years names it?"
        )


def _say_context(texts: context.Texts, tables: list[Table], uses: Uses, findings: Findings) -> None:
    if region := uses.fields.get("region"):
        territory.say_region(texts, tables, region.column, findings)
    timed = [use for name, use in uses.fields.items() if name in ("year", "period")]
    context.say_year(texts, tables, [text for use in timed for text in use.column.counts], findings)
    _say_years_of_headers(uses, findings)
    if findings.value("kind") != "indicators":
        context.say_account(texts, findings)
        context.say_scope(texts, findings)


def _say_years_of_headers(uses: Uses, findings: Findings) -> None:
    """Years that stand side by side are those of the edition."""
    printed = sorted({year for own in uses.by_year for year in own.columns})
    if not printed:
        return
    double = next((year for year in printed if "-" in year), None)
    asked = f"is {double} the year it begins with or the one it ends with (fiscal_year.named_by), and in which month does it begin?" if double else None
    years = sorted({number for year in printed if (number := year_number(year, findings)) is not None})
    findings.say("years", years, 0.6 if asked else 0.95, f"the years stand side by side in the header: {', '.join(printed)}", asked)


def _say_books(uses: Uses, tables: list[Table], kind: str, findings: Findings) -> None:
    if kind == "indicators":
        return
    years = findings.value("years") or [None]
    for side in ("item", "economic"):
        code, name = uses.fields.get(f"{side}_code"), uses.fields.get(f"{side}_name")
        codes: Counter[str] = Counter()
        for text, count in (code.column.counts if code else Counter()).items():
            rule = code.rule if code else {}
            parts = text.split(str(rule["split"])) if "split" in rule else [text]
            codes[parts[min(rule.get("take", 1), len(parts)) - 1].strip()] += count
        labels = name.column.counts if name else Counter()
        if side == "item" and uses.wide and uses.wide[0] == "item_name":
            labels = Counter(column.word for table in tables for column in table.columns if column.is_named and column.figures > 0.8)
        if side == "economic" and uses.wide and uses.wide[0] == "economic_code":
            codes = Counter(column.word for column in tables[0].columns if column.word.isdigit())
        if codes or labels:
            say_book(side, kind, codes, labels, years[-1], findings)
