"""From a file nobody has seen to a draft: read, look, judge, try, prove, write down."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipelines.contracts.layout import Layout
from pipelines.decoding.grid import Decoded, Grid
from pipelines.drafting import context, marks, money, territory
from pipelines.drafting.assembly import assemble
from pipelines.drafting.codebooks import say_book
from pipelines.drafting.columns import Uses, assign
from pipelines.drafting.findings import Findings
from pipelines.drafting.headers import Header, find_header
from pipelines.drafting.keys import take_apart
from pipelines.drafting.period_codes import take_period_codes
from pipelines.drafting.positions import assign_by_position
from pipelines.drafting.proving import prove
from pipelines.drafting.reading import read
from pipelines.drafting.stages import say_stages
from pipelines.drafting.tables import Table, tables_of
from pipelines.drafting.words import words
from pipelines.landing.labels import cjk_part, label_key


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


class NoTable(Exception):
    """No sheet of the file holds a table of figures."""


def draft(path: Path, contract_id: str | None = None) -> Draft:
    """Propose a contract for one file.

    Raises:
        DecodingError: the file can't be read. NoTable: it holds no table.
    """
    data = path.read_bytes()
    findings = Findings()
    decoded = read(data, findings)
    layout, tables, ignored = _tables(decoded, findings)
    texts = context.texts_of(path, tables)
    kind = context.say_kind(texts, findings)
    context.say_country(texts, findings)
    territory.say_region(texts, tables, None, findings)
    uses = _uses(tables, kind, findings)
    _say_fiscal_year(findings)
    take_period_codes(uses, tables[0].filled(), findings)
    _say_context(texts, tables, uses, findings)
    say_stages(uses, texts, kind, findings)
    columns = [figure.column for figure in uses.figures]
    if decoded.delimiter:
        marks.say_numbers([column for column in columns if not column.stored_numbers], findings)
    unit = uses.fields.get("unit")
    money.say_unit(texts, unit.column if unit and kind != "indicators" else None, columns, findings)
    _say_books(uses, tables, kind, findings)
    contract = assemble(path, contract_id, layout, tables, uses, ignored, texts, findings)
    left_over = [*uses.questions]
    prove(contract, data, path.name, tables, uses, kind, findings, left_over)
    return Draft(path, contract, findings, left_over)


def _tables(decoded: Decoded, findings: Findings) -> tuple[dict[str, Any], list[Table], list[str]]:
    """The sheets to read, how their headers are found, and the sheets left out."""
    found = [(grid, find_header(grid)) for grid in decoded.grids if grid.cells.num_rows and not grid.narrative]
    real = [(grid, header) for grid, header in found if header.has_table] or [(g, h) for g, h in found if h.rows]
    if not real:
        raise NoTable("no sheet holds a table of at least two columns; nothing to draft")
    main, header = max(real, key=lambda pair: pair[0].cells.num_rows * pair[0].width)
    same = [grid for grid, other in real if grid is main or _alike(main, header, grid, other)]
    layout = _header_layout(header, [other for grid, other in real if any(grid is one for one in same)], main)
    bilingual = _bilingual(main, header)
    if bilingual:
        findings.say("repairs", ["cjk_part_of_headers"], 0.9, "most headers are printed in Chinese and in another language")
    findings.say("layout.header_rows" if "header_rows" in layout else "layout.header_find", None, header.confidence, header.evidence, _header_question(header))
    if len(decoded.grids) > 1:
        layout = {"sheet": [grid.sheet for grid in same], **layout}
        findings.say("layout.sheet", layout["sheet"], 0.9 if len(same) == 1 else 0.8, f"{len(same)} of {len(decoded.grids)} sheets hold the table")
    read_as = Layout.model_validate({key: value for key, value in layout.items() if key != "sheet"})
    tables = [table for grid in same for table in tables_of(grid, read_as, bilingual)]
    return layout, tables, [grid.sheet for grid, _ in found if not any(grid is one for one in same)]


def _header_layout(header: Header, all_headers: list[Header], grid: Grid) -> dict[str, Any]:
    if not header.rows:
        return {"header_rows": "none"}
    rows = [int(grid.rows[row]) for row in header.rows]
    moved = any(other.rows != header.rows for other in all_headers)
    join = {"header_join": header.join} if header.join != "/" else {}
    if (word := header.repeats or (_first_word(grid, header) if moved else None)) is None:
        return {"header_rows": rows, **join}
    height = {"header_height": len(rows)} if len(rows) > 1 else {}
    return {"header_find": word, **height, **join}


def _first_word(grid: Grid, header: Header) -> str:
    cells = [cell for cell in grid.cells.slice(header.rows[0], 1).to_pylist()[0].values() if cell and cell.strip()]
    return " ".join(cells[0].split()) if cells else ""


def _alike(main: Grid, header: Header, grid: Grid, other: Header) -> bool:
    """A continuation: the same first header word, or the same header."""
    if not header.rows or not other.rows:
        return False
    return label_key(_first_word(main, header)) == label_key(_first_word(grid, other))


def _header_question(header: Header) -> str | None:
    return None if header.confidence >= 0.8 else "is this the header? Correct header_rows"


def _bilingual(grid: Grid, header: Header) -> bool:
    cells = [cell for row in header.rows for cell in grid.cells.slice(row, 1).to_pylist()[0].values() if cell and cell.strip()]
    both = [cell for cell in cells if cjk_part(cell) != cell and re.search(r"[A-Za-z]{3}", cell) and re.search(r"[\u4e00-\u9fff]", cell)]
    return len(both) > 0.5 * max(len(cells), 1)


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
    if findings.value("kind") != "indicators":
        context.say_account(texts, findings)
        context.say_scope(texts, findings)


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
