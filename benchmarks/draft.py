"""How much of a contract does `caliber draft` get right? `python benchmarks/draft.py --data DIR`

Every file that a committed contract governs is drafted without it, and each field the contract states is compared with the draft.
Right: the draft says what the contract says. Asked: the draft leaves the field open or unknown and asks. Wrong: anything else. Compared is
meaning, not spelling: header rows are compared as rows of the file, columns as positions, number formats by what they make of the figures.
Not compared is what no file prints (publisher, netting, source, line, accounting basis) and what is taste (kept or ignored columns).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.contracts.contract import Edition
from pipelines.contracts.load import ResolvedEdition, contract_files, load_contracts
from pipelines.contracts.words import REFERENCE
from pipelines.decoding.grid import DecodingError
from pipelines.drafting.draft import Draft, NoTable, draft
from pipelines.drafting.seeds import Place
from pipelines.drafting.territory import region_of
from pipelines.drafting.trial import edition_of
from pipelines.landing.columns import ColumnMap, map_columns
from pipelines.landing.inbox import exports_in
from pipelines.landing.land import decode_export, land, open_workbench
from pipelines.landing.matching import Assignment, assignments
from pipelines.landing.numbers import FORMATS
from pipelines.landing.table import Block, LayoutError, blocks, selected_grids
from pipelines.settings import BUILT_IN_CONTRACTS

SURE = 0.8
ROLES = "select min(row_role), sheet, row_number from amounts group by sheet, row_number having not bool_or(row_role = 'leaf')"
SHOWN = (
    *("unit", "number format", "header rows", "encoding", "delimiter", "kind", "year", "region", "code and name columns", "amount columns"),
    *("stage", "recognition", "measure", "row roles", "classification", "scope", "account", "period basis"),
)


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


def main() -> int:
    """Draft, compare, print; exit 1 where a unit is wrong with confidence."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder with the exports")
    parser.add_argument("--only", default="", help="only files whose path holds this text")
    parser.add_argument("--wrong", action="store_true", help="list every field that is not right")
    parser.add_argument("--json", action="store_true", help="print every verdict as JSON")
    args = parser.parse_args()
    verdicts, seconds = judge_all(args.data.resolve(), args.only)
    if args.json:
        json.dump([vars(verdict) for verdict in verdicts], sys.stdout, ensure_ascii=False, default=str)
        return 0
    print_table(verdicts, seconds)
    for verdict in verdicts if args.wrong else ():
        if verdict.verdict != "right":
            print(
                f"{verdict.verdict}  {verdict.file}  {verdict.field}: wanted {str(verdict.wanted)[:90]}, said {str(verdict.said)[:90]} ({verdict.confidence:.2f})"
            )
    sure_wrong = [v for v in verdicts if v.group == "unit" and v.verdict == "wrong" and v.confidence >= SURE]
    for verdict in sure_wrong:
        print(f"confident wrong unit: {verdict.file}: wanted {verdict.wanted}, said {verdict.said} ({verdict.confidence:.2f})")
    print(f"confident wrong units: {len(sure_wrong)}")
    return 1 if sure_wrong else 0


def judge_all(data: Path, only: str = "") -> tuple[list[Verdict], list[float]]:
    """All verdicts, and the seconds each draft took."""
    editions = load_contracts(contract_files([BUILT_IN_CONTRACTS]))
    verdicts: list[Verdict] = []
    seconds: list[float] = []
    for path in [path for path in exports_in(data) if only in path.as_posix()]:
        governing = assignments(path.relative_to(data).as_posix(), "", editions, data.name)
        if not governing or governing[0].resolved.edition.kind == REFERENCE:
            continue
        started = time.perf_counter()
        try:
            found = draft(path)
        except (DecodingError, NoTable) as fault:
            verdicts.append(Verdict(path.name, "header rows", "draft", "wrong", "a draft", str(fault), 0.0))
            continue
        seconds.append(time.perf_counter() - started)
        verdicts += compare(path, governing[0], found)
    return verdicts, seconds


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
    for group, field, wanted, got, place in (
        *_whole(truth, said, year, data.isascii(), region_of(governing.captured.get("region", "")), found),
        *_columns(wanted_map, said_map, truth, said),
        *_roles(data, governing, found),
    ):
        finding = found.findings.by_field.get(place)
        confidence = finding.confidence if finding else 0.5
        open_field = got in (None, "unknown", []) or (finding is not None and finding.question is not None and confidence < 0.3)
        yield Verdict(name, group, field, "right" if wanted == got else "asked" if open_field else "wrong", wanted, got, confidence)


def _maps(data: bytes, edition: Edition) -> list[tuple[str, Block, ColumnMap, Any]]:
    decoded = decode_export(data, edition)
    bilingual = "cjk_part_of_headers" in edition.repairs
    return [
        (grid.sheet, block, map_columns(edition, block, grid.sheet), grid.cells)
        for grid, _ in selected_grids(decoded.grids, edition.layout, edition.years)
        for block in blocks(grid, edition.layout, bilingual)
    ]


def _whole(truth: Edition, said: Edition, year: int | None, ascii_only: bool, printed: Place | None, found: Draft) -> Iterator[tuple[str, str, Any, Any, str]]:
    """Fields of the file as a whole: (group, field, wanted, said, place of the finding)."""
    if truth.unit:
        got = (said.unit.currency, said.unit.scale) if said.unit else None
        yield "unit", "unit", (truth.unit.currency, truth.unit.scale), got, "unit"
    for name in ("encoding", "delimiter"):
        if (wanted := getattr(truth.format, name)) and not (name == "encoding" and ascii_only):
            yield name, f"format.{name}", wanted, getattr(said.format, name), f"format.{name}"
    if truth.format.numbers and found.findings.by_field.get("format.numbers"):
        silent = found.findings.value("format.numbers") is None and found.findings.by_field["format.numbers"].confidence >= SURE
        yield (
            "number format",
            "format.numbers",
            _decimal(truth.format.numbers),
            _decimal(truth.format.numbers if silent else said.format.numbers),
            "format.numbers",
        )
    yield "kind", "kind", truth.kind, said.kind, "kind"
    yield "region", "region", printed.code if printed else truth.region, said.region, "region"
    wanted_years = [year] if year else truth.years if len(truth.years) == 1 else None
    if wanted_years and "year" not in truth.layout.columns:
        yield "year", "years", wanted_years, said.years, "years"
    for side, book in truth.classification.items():
        got_book = said.classification.get(side)
        yield "classification", f"classification.{side}", book.system, got_book.system if got_book else None, f"classification.{side}"
    for dimension, group in (("scope", "scope"), ("account", "account"), ("period_basis", "period basis")):
        if wanted := truth.caliber.get(dimension):
            yield group, f"caliber.{dimension}", wanted, said.caliber.get(dimension), f"caliber.{dimension}"


def _decimal(numbers: str | None) -> str | None:
    return FORMATS[numbers][1] if numbers else None


def _columns(truth: list[Any], said: list[Any], wanted: Edition, got: Edition) -> Iterator[tuple[str, str, Any, Any, str]]:
    """Header rows, field columns and figure columns by position; stage, recognition and measure for each figure column of the truth."""
    yield "header rows", "layout.header_rows", [(s, b.headers) for s, b, *_ in truth], [(s, b.headers) for s, b, *_ in said], "layout.header_rows"
    (_, _, first, cells), (_, _, ours, _) = truth[0], said[0]
    for name, (place, rule) in first.fields.items():
        if rule.extract and not any(re.search(rule.extract, text or "") for text in cells[f"c{place + 1}"].to_pylist()):
            continue
        if (
            name.removesuffix("_code").removesuffix("_name") in ("item", "economic", "organisation", "programme", "fund")
            or name in ("region", "year", "month", "period", "kind")
            or wanted.kind == "indicators"
        ):
            mine = ours.fields.get(name)
            yield (
                "code and name columns",
                f"layout.columns.{name}",
                (place + 1, rule.split, rule.take),
                (mine[0] + 1, mine[1].split, mine[1].take) if mine else None,
                f"layout.columns.{name}",
            )
    if wanted.kind == "indicators":
        return
    theirs = {figure.position: figure for figure in first.figures}
    mine_figures = {figure.position: figure for figure in ours.figures}
    yield "amount columns", "layout.amounts", sorted(place + 1 for place in theirs), sorted(place + 1 for place in mine_figures), "layout.amounts.0"
    seen: set[tuple[int, int]] = set()
    for place, figure in theirs.items():
        if place not in mine_figures:
            continue
        other, number = mine_figures[place], got.layout.amounts.index(mine_figures[place].rule)
        label = f"layout.amounts.{number}"
        if (id(figure.rule), number) in seen:
            continue
        seen.add((id(figure.rule), number))
        yield "measure", f"measure of column {place + 1}", figure.rule.measure, other.rule.measure, label
        for dimension in ("stage", "recognition"):
            said_word = other.rule.caliber.get(dimension) or got.caliber.get(dimension)
            if (
                figure.rule.measure in ("amount", "change")
                and (word := figure.rule.caliber.get(dimension) or wanted.caliber.get(dimension))
                and dimension not in wanted.layout.columns
            ):
                yield dimension, f"{dimension} of column {place + 1}", word, said_word, label


def _roles(data: bytes, governing: Assignment, found: Draft) -> Iterator[tuple[str, str, Any, Any, str]]:
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


def print_table(verdicts: list[Verdict], seconds: list[float]) -> None:
    """Fields right, asked and wrong by group; overall in the first line."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        counts[verdict.group][verdict.verdict] += 1
    files = len({verdict.file for verdict in verdicts})
    overall = sum(counts.values(), Counter())
    seconds = seconds or [0.0]
    print(f"{files} files; a draft takes {sorted(seconds)[len(seconds) // 2]:.1f} s in the median, {max(seconds):.1f} s at most\n")
    print("| field | compared | right | asked | wrong | right % |\n|---|---|---|---|---|---|")
    for group in ("overall", *SHOWN):
        found = overall if group == "overall" else counts[group]
        total = sum(found.values())
        if total:
            print(f"| {group} | {total} | {found['right']} | {found['asked']} | {found['wrong']} | {100 * found['right'] / total:.1f} |")


if __name__ == "__main__":
    sys.exit(main())
