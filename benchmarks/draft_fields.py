"""One draft against the contract of its file, field by field: right, asked or wrong. What counts as the same is said in draft.py."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.contracts.contract import Edition
from pipelines.contracts.load import ResolvedEdition
from pipelines.decoding.grid import DecodingError
from pipelines.drafting.draft import Draft
from pipelines.drafting.seeds import Place
from pipelines.drafting.territory import region_of
from pipelines.drafting.trial import edition_of
from pipelines.landing.columns import ColumnMap, FigureColumn, map_columns
from pipelines.landing.land import decode_export, land, open_workbench
from pipelines.landing.matching import Assignment
from pipelines.landing.numbers import FORMATS
from pipelines.landing.table import Block, LayoutError, blocks, selected_grids

SURE = 0.8
NAMED = ("item", "economic", "organisation", "programme", "fund", "region", "year", "month", "period", "kind")
# Group, field, wanted, said, and the finding that says it; a table as read: sheet, block, columns, cells.
Compared = tuple[str, str, Any, Any, str]
Read = tuple[str, Block, ColumnMap, Any]
ROLES = "select min(row_role), sheet, row_number from amounts group by sheet, row_number having not bool_or(row_role = 'leaf')"


@dataclass(frozen=True)
class Verdict:
    """One field of one file: right, asked or wrong, with what was wanted and what was said."""

    file: str
    group: str
    field: str
    verdict: str
    wanted: Any
    said: Any
    confidence: float


def compare(path: Path, governing: Assignment, found: Draft) -> Iterator[Verdict]:
    """Every field the contract states, against the draft."""
    truth = governing.resolved.edition
    year = int(governing.captured["year"]) if "year" in governing.captured else None
    name = f"{path.parent.name}/{path.name}"
    data = path.read_bytes()
    try:
        said = edition_of(found.contract)
        wanted_map, said_map = _maps(data, truth), _maps(data, said)
    except (LayoutError, DecodingError, ValueError) as fault:
        yield Verdict(name, "header rows", "layout", "wrong", "a contract that lands", str(fault)[:200], 0.0)
        return
    if _is_the_other_half(wanted_map[0][2], said_map[0][2]):
        return
    for group, field, wanted, got, place in (
        *_whole(truth, said, year, data.isascii(), region_of(governing.captured.get("region", "")), found),
        *_columns(wanted_map, said_map, truth, said),
        *_roles(data, governing, found),
    ):
        finding = found.findings.by_field.get(place)
        confidence = finding.confidence if finding else 0.5
        open_field = got in (None, "unknown", []) or (finding is not None and finding.question is not None and confidence < 0.3)
        yield Verdict(name, group, field, "right" if wanted == got else "asked" if open_field else "wrong", wanted, got, confidence)


def _is_the_other_half(wanted: ColumnMap, said: ColumnMap) -> bool:
    """Of two tables side by side the draft takes the left one and asks for a contract for the right one."""
    places = {figure.position for figure in wanted.figures}
    return bool(places) and places <= said.ignored


def _maps(data: bytes, edition: Edition) -> list[Read]:
    decoded = decode_export(data, edition)
    bilingual = "cjk_part_of_headers" in edition.repairs
    return [
        (grid.sheet, block, map_columns(edition, block, grid.sheet), grid.cells)
        for grid, _ in selected_grids(decoded.grids, edition.layout, edition.years)
        for block in blocks(grid, edition.layout, bilingual)
    ]


def _whole(truth: Edition, said: Edition, year: int | None, ascii_only: bool, printed: Place | None, found: Draft) -> Iterator[Compared]:
    """Fields of the file as a whole: (group, field, wanted, said, place of the finding)."""
    yield from _reading(truth, said, ascii_only, found)
    if truth.unit:
        got = (said.unit.currency, said.unit.scale) if said.unit else None
        # Where the contract leaves the unit to the table, the table prints it.
        scale = said.unit.scale if truth.unit.scale == "printed" and said.unit and said.unit.printed_as else truth.unit.scale
        yield "unit", "unit", (truth.unit.currency, scale), got, "unit"
    yield "kind", "kind", truth.kind, said.kind, "kind"
    yield "region", "region", printed.code if printed else truth.region, said.region, "region"
    wanted_years = [year] if year else truth.years if len(truth.years) == 1 else None
    if wanted_years and "year" not in truth.layout.columns:
        yield "year", "years", wanted_years, said.years, "years"
    yield from _meaning(truth, said)


def _reading(truth: Edition, said: Edition, ascii_only: bool, found: Draft) -> Iterator[Compared]:
    """Encoding, delimiter and number format. Where no figure prints a mark any format is right; ASCII is right in every encoding."""
    if truth.format.encoding and not ascii_only:
        yield "encoding", "format.encoding", truth.format.encoding, said.format.encoding, "format.encoding"
    if truth.format.delimiter:
        yield "delimiter", "format.delimiter", truth.format.delimiter, said.format.delimiter, "format.delimiter"
    finding = found.findings.by_field.get("format.numbers")
    if truth.format.numbers and finding:
        silent = finding.value is None and finding.confidence >= SURE
        got = truth.format.numbers if silent else said.format.numbers
        yield "number format", "format.numbers", _decimal(truth.format.numbers), _decimal(got), "format.numbers"


def _meaning(truth: Edition, said: Edition) -> Iterator[Compared]:
    for side, book in truth.classification.items():
        got_book = said.classification.get(side)
        yield "classification", f"classification.{side}", book.system, got_book.system if got_book else None, f"classification.{side}"
    for dimension, group in (("scope", "scope"), ("account", "account"), ("period_basis", "period basis")):
        if wanted := truth.caliber.get(dimension):
            yield group, f"caliber.{dimension}", wanted, said.caliber.get(dimension), f"caliber.{dimension}"


def _decimal(numbers: str | None) -> str | None:
    return FORMATS[numbers][1] if numbers else None


def _columns(truth: list[Read], said: list[Read], wanted: Edition, got: Edition) -> Iterator[Compared]:
    """Header rows, field columns and figure columns by position; stage, recognition and measure once for each pair of rules."""
    yield "header rows", "layout.header_rows", [(s, b.headers) for s, b, *_ in truth], [(s, b.headers) for s, b, *_ in said], "layout.header_rows"
    (_, block, first, cells), (_, _, ours, _) = truth[0], said[0]
    yield from _fields(first, ours, cells, wanted.kind)
    if wanted.kind == "indicators":
        return
    theirs, mine = ({figure.position: figure for figure in mapped.figures} for mapped in (first, ours))
    filled = {place for place in range(cells.num_columns) if any(text and text.strip() for text in cells[f"c{place + 1}"].to_pylist()[block.first :])}
    places = [sorted(place + 1 for place in found if place in filled) for found in (theirs, mine)]
    yield "amount columns", "layout.amounts", places[0], places[1], "layout.amounts.0"
    seen: set[tuple[int, int]] = set()
    for place in [place for place in theirs if place in mine]:
        number = got.layout.amounts.index(mine[place].rule)
        if (id(theirs[place].rule), number) not in seen:
            seen.add((id(theirs[place].rule), number))
            yield from _figure(place, theirs[place], mine[place], wanted, got, f"layout.amounts.{number}")


def _fields(first: ColumnMap, ours: ColumnMap, cells: Any, kind: str) -> Iterator[Compared]:
    """Columns that identify a line. A part of a key that no line of this file has is not compared."""
    for name, (place, rule) in first.fields.items():
        if rule.extract and not any(re.search(rule.extract, text or "") for text in cells[f"c{place + 1}"].to_pylist()):
            continue
        if kind == "indicators" or name.removesuffix("_code").removesuffix("_name") in NAMED:
            mine = ours.fields.get(name)
            got = (mine[0] + 1, mine[1].split, mine[1].take) if mine else None
            yield "code and name columns", f"layout.columns.{name}", (place + 1, rule.split, rule.take), got, f"layout.columns.{name}"


def _figure(place: int, theirs: FigureColumn, mine: FigureColumn, wanted: Edition, got: Edition, label: str) -> Iterator[Compared]:
    yield "measure", f"measure of column {place + 1}", theirs.rule.measure, mine.rule.measure, label
    for dimension in ("stage", "recognition") if theirs.rule.measure in ("amount", "change") else ():
        word = theirs.rule.caliber.get(dimension) or wanted.caliber.get(dimension)
        if word and dimension not in wanted.layout.columns:
            yield dimension, f"{dimension} of column {place + 1}", word, mine.rule.caliber.get(dimension) or got.caliber.get(dimension), label


def _roles(data: bytes, governing: Assignment, found: Draft) -> Iterator[Compared]:
    """For every role but leaf: the rows of the file that have it, landed under the contract and under the draft."""
    if governing.resolved.edition.kind == "indicators":
        return
    drafted = Assignment(ResolvedEdition(edition_of(found.contract), found.path, 1), governing.path, "", {}, governing.path)
    wanted, got = _row_roles(data, governing), _row_roles(data, drafted)
    for role in sorted({"grand_total", *wanted, *got}):
        yield "row roles", f"rows that are {role}", wanted.get(role, []), got.get(role, []), "layout.roles.0"


def _row_roles(data: bytes, assignment: Assignment) -> dict[str, list[Any]]:
    """Role -> rows all of whose figures have a role. A draft that does not land has none."""
    found: dict[str, list[Any]] = defaultdict(list)
    with open_workbench() as db:
        try:
            land(data, assignment, db)
        except LayoutError as fault:
            return {"not landed": [str(fault)[:160]]}
        for role, sheet, row in sorted(db.execute(ROLES).fetchall()):
            found[role].append((sheet, row))
    return dict(found)
