"""How much of a contract does `caliber draft` get right? `python benchmarks/draft.py --data DIR`

Every file that a committed contract governs is drafted without it, and each field the contract states is compared with the draft.
Right: the draft says what the contract says. Asked: the draft leaves the field open or unknown and asks. Wrong: anything else. Compared is
meaning, not spelling: header rows are compared as rows of the file, columns as positions, number formats by what they make of the figures.
Not compared is what no file prints (publisher, netting, source, line, accounting basis) and what is taste (kept or ignored columns).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from draft_fields import SURE, Verdict, compare

from pipelines.contracts.contract import Edition
from pipelines.contracts.load import contract_files, load_contracts
from pipelines.contracts.words import REFERENCE
from pipelines.decoding.grid import DecodingError
from pipelines.drafting.draft import draft
from pipelines.drafting.sheets import NoTable
from pipelines.landing.inbox import exports_in
from pipelines.landing.land import decode_export
from pipelines.landing.matching import assignments
from pipelines.landing.table import LayoutError, selected_grids
from pipelines.settings import BUILT_IN_CONTRACTS

TABLES = 4
SHOWN = (
    *("unit", "number format", "header rows", "encoding", "delimiter", "kind", "year", "region", "code and name columns", "amount columns"),
    *("stage", "recognition", "measure", "row roles", "classification", "period basis"),
)
# Few files print these; a draft leaves them open and asks. They are shown, and not part of the overall share.
UNSAID = ("scope", "account")


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
    print_bands(verdicts)
    for verdict in verdicts if args.wrong else ():
        if verdict.verdict != "right":
            shown = f"wanted {str(verdict.wanted)[:90]}, said {str(verdict.said)[:90]} ({verdict.confidence:.2f})"
            print(f"{verdict.verdict}  {verdict.file}  {verdict.field}: {shown}")
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
        found = assignments(path.relative_to(data).as_posix(), "", editions, data.name)
        for governing in [assignment for assignment in found if assignment.resolved.edition.kind != REFERENCE][: TABLES if path.suffix == ".pdf" else 1]:
            started = time.perf_counter()
            try:
                drafted = draft(path, sheet=_table_of(path, governing.resolved.edition))
            except (DecodingError, NoTable, LayoutError) as fault:
                verdicts.append(Verdict(path.name, "header rows", "draft", "wrong", "a draft", str(fault), 0.0))
                continue
            seconds.append(time.perf_counter() - started)
            verdicts += compare(path, governing, drafted)
    return verdicts, seconds


def _table_of(path: Path, truth: Edition) -> str | None:
    """Which table of a document is meant; a person says it with --sheet."""
    grid, _ = selected_grids(decode_export(path.read_bytes(), truth).grids, truth.layout, truth.years)[0]
    return grid.sheet if grid.titles else None


def print_bands(verdicts: list[Verdict]) -> None:
    """How much a confidence is worth: of the values that were said at all, how many are right."""
    print("\n| confidence | said | right | right % |\n|---|---|---|---|")
    for low, high in ((0.9, 1.0), (0.8, 0.9), (0.6, 0.8), (0.0, 0.6)):
        said = [v for v in verdicts if v.verdict != "asked" and low <= v.confidence < high]
        right = sum(v.verdict == "right" for v in said)
        if said:
            print(f"| {low} to {high} | {len(said)} | {right} | {100 * right / len(said):.1f} |")
    print()


def print_table(verdicts: list[Verdict], seconds: list[float]) -> None:
    """Fields right, asked and wrong by group; overall in the first line."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        counts[verdict.group][verdict.verdict] += 1
    files = len({verdict.file for verdict in verdicts})
    overall = sum((found for group, found in counts.items() if group not in UNSAID), Counter())
    seconds = seconds or [0.0]
    print(f"{files} files; a draft takes {sorted(seconds)[len(seconds) // 2]:.1f} s in the median, {max(seconds):.1f} s at most\n")
    print("| field | compared | right | asked | wrong | right % |\n|---|---|---|---|---|---|")
    for group in ("overall", *SHOWN, *UNSAID):
        found = overall if group == "overall" else counts[group]
        total = sum(found.values())
        if total:
            print(f"| {group} | {total} | {found['right']} | {found['asked']} | {found['wrong']} | {100 * found['right'] / total:.1f} |")


if __name__ == "__main__":
    sys.exit(main())
