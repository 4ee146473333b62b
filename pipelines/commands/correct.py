"""`caliber correct`: what a finding shows to be wrong goes into the ledger of corrections, beside the printed figure and never in its place."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb
from rich.markup import escape

from pipelines.commands.explain import find_row, finding_facts
from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import console, money, print_json, released
from pipelines.landing.reread import reread
from pipelines.settings import Home
from pipelines.worklist.accepting import FIELDS, AcceptError, column_of, in_printed_unit, judged_field, keep
from pipelines.worklist.corrections import STATUSES, Correction
from pipelines.worklist.sheet import AnswerError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("finding", help="finding_id; an unambiguous beginning is enough")
    parser.add_argument("--as", dest="who", required=True, metavar="NAME", help="who decides that the figure is wrong, and keeps the correction")
    parser.add_argument("--right", metavar="NUMBER", help="what is believed right, in the printed unit (default: what the rule proposes)")
    parser.add_argument("--unknown", action="store_true", help="known to be wrong, and nobody knows what is right")
    parser.add_argument("--cell", metavar="ID", help="the figure at fault, of those the finding rests on (default: the one it judges)")
    parser.add_argument("--field", choices=list(FIELDS), help="which figure of an indicator report is at fault (default: the one the finding judges)")
    parser.add_argument("--reason", metavar="TEXT", help="what is wrong (default: the sentence of the finding)")
    parser.add_argument("--evidence", metavar="TEXT", help="what shows it (default: rule and finding)")
    parser.add_argument("--status", choices=STATUSES[:2], default="reported", help="acknowledged where the publisher says so itself (default reported)")
    parser.add_argument("--json", action="store_true", help="print what was written as JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    try:
        with released(home) as db:
            correction = _correction(db, home, args)
        path = keep(home, correction)
    except AcceptError as error:
        raise CommandFault(str(error), 2) from error
    except AnswerError as error:
        raise CommandFault("nothing was written:\n" + "\n".join(error.faults), 2) from error
    if args.json:
        print_json({"written": {name: value for name, value in asdict(correction).items() if name != "place"}, "path": str(path)})
        return 0
    right = f"{money(correction.believed_right)} is believed right" if correction.believed_right is not None else "what is right is not known"
    where = f"{correction.file_name}, row {correction.row_number}, column {correction.column_number}"
    out = console()
    out.print(f"[bold]{correction.correction_id}[/]  {escape(where)} prints '{escape(correction.printed)}'; {right}.")
    out.print(f"Kept in {path}; the printed figure stays, the next `caliber run` puts both side by side and guards the entry.")
    return 0


def _correction(db: duckdb.DuckDBPyConnection, home: Home, args: argparse.Namespace) -> Correction:
    finding = finding_facts(db, args.finding)
    kind, row = _judged(db, finding, args.cell)
    field = judged_field(row, finding["observed"], args.field) if kind == "indicator" else None
    column = column_of(row, field) if field else row["column_number"]
    printed = reread(home, row["file_sha256"], row["contract_json"], row["sheet"] or "", row["row_number"], [column])
    if printed["note"]:
        raise AcceptError(f"{printed['note']}: a correction is kept for what the file prints, so it has to be here")
    proposed = in_printed_unit(row, field, finding["suggested"], finding["observed"]) if args.cell is None and args.field is None else None
    return Correction(
        correction_id=f"{finding['rule_id']}-{finding['finding_id'][:12]}", contract_id=row["contract"], file_name=Path(row["file_path"]).name,
        sheet=row["sheet"] or "", row_number=row["row_number"], column_number=column, printed=(printed["texts"][0] or "").strip(),
        believed_right=_right(args, proposed), reason=args.reason or finding["sentence_en"], evidence=args.evidence or f"finding {finding['finding_id']}",
        status=args.status, reviewer=args.who.strip(), reviewed_on=datetime.now(UTC).date(), place="",
    )  # fmt: skip


def _judged(db: duckdb.DuckDBPyConnection, finding: dict[str, Any], cell: str | None) -> tuple[str, dict[str, Any]]:
    cells = [one for one in finding["cells"] if isinstance(one, str)]
    wanted = [one for one in cells if cell is None or one.startswith(cell)]
    if not wanted:
        raise AcceptError(f"the finding rests on no such amount or indicator; it rests on {', '.join(cells) or 'a file as a whole'}")
    return find_row(db, finding["about_id"] if cell is None and finding["about_id"] in wanted else wanted[0])


def _right(args: argparse.Namespace, proposed: Decimal | None) -> Decimal | None:
    if args.unknown:
        return None
    if args.right is None:
        if proposed is None:
            raise AcceptError("the rule proposes no value for this figure; say --right NUMBER in the printed unit, or --unknown")
        return proposed
    try:
        return Decimal(args.right)
    except InvalidOperation as error:
        raise AcceptError(f"--right is '{args.right}'; write a plain number in the printed unit, for example -1234.50") from error
