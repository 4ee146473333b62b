"""`caliber findings`: the contradictions of the release, filtered."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from pipelines.commands.attention import show_attention
from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import console, print_json, records, released
from pipelines.settings import Home

FILTERS = {"evidence_class": "class", "rule_id": "rule", "region_code": "region", "fiscal_year": "year", "severity": "severity", "state": "state"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--class", dest="evidence_class", choices=["E0", "E1", "E2", "E3"], help="evidence class")
    parser.add_argument("--rule", dest="rule_id", help="rule id, for example roll_up")
    parser.add_argument("--region", dest="region_code", help="region code, for example ES-15")
    parser.add_argument("--year", dest="fiscal_year", type=int, help="fiscal year")
    parser.add_argument("--severity", choices=["fatal", "error", "warning", "info"])
    parser.add_argument("--state", choices=["open", "explained", "waived", "corrected", "confirmed"])
    parser.add_argument("--overdue", action="store_true", help="only those whose deadline is over")
    parser.add_argument("--repeat", action="store_true", help="only those whose cause failed the year before too")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="write all of them as a sheet to fill in, .xlsx or .csv; hand it in with `caliber respond`")
    parser.add_argument("--attention", type=int, metavar="N", help="the N cases most worth a visit, by evidence and money, with all their reasons")
    parser.add_argument("--limit", type=int, default=50, help="how many to print (default 50)")
    parser.add_argument("--lang", choices=["en", "zh"], default="en", help="language of the sentences")
    parser.add_argument("--json", action="store_true", help="print all of them as JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    wanted = {column: getattr(args, column) for column in FILTERS if getattr(args, column) is not None}
    wanted |= {column: True for column, asked in (("is_overdue", args.overdue), ("is_repeat", args.repeat)) if asked}
    if args.attention is not None:
        return show_attention(home, args)
    where = " and ".join(f"{column} = ?" for column in wanted) or "true"
    order = "case severity when 'fatal' then 0 when 'error' then 1 when 'warning' then 2 else 3 end, abs(coalesce(difference_money, 0)) desc, finding_id"
    with released(home) as db:
        rows = records(db, f"select * from quality.fct_findings where {where} order by {order}", list(wanted.values()))
    if args.sheet is not None:
        return _write_sheet(args.sheet, rows)
    if args.json:
        print_json([{**row, "evidence": json.loads(row["evidence"])} for row in rows])
        return 0
    out = console()
    for row in rows[: args.limit]:
        sentence = json.loads(row["evidence"])[f"sentence_{args.lang}"]
        out.print(
            f"[bold]{row['finding_id']}[/]  {row['rule_id']}  {row['evidence_class']}/{row['severity']}"
            f"  {row['region_code']} {row['fiscal_year']}  {row['state']}{_owed(row)}"
        )
        out.print(f"    {row['subject']}: {sentence}".replace("[", "\\["))
    left = len(rows) - args.limit
    out.print(
        f"{len(rows)} findings"
        + (f", {left} not shown (--limit)" if left > 0 else "")
        + ". A finding says what contradicts what; it is a signal, not a verdict."
    )
    return 0


def _owed(row: dict[str, Any]) -> str:
    due = f", waived until {row['waived_until']}" if row["state"] == "waived" else f", due {row['due_on']}" if row["due_on"] else ""
    return due + (" [red]overdue[/]" if row["is_overdue"] else "") + (f", repeat of {row['repeat_of'][:8]}" if row["is_repeat"] else "")


def _write_sheet(path: Path, rows: list[dict[str, Any]]) -> int:
    from pipelines.decisions.sheet import write_sheet
    from pipelines.worklist.sheet import AnswerError

    try:
        write_sheet(path, rows)
    except AnswerError as error:
        raise CommandFault(str(error), 2) from error
    console().print(f"{len(rows)} findings written to {path}; fill in `action` and `reason`, then: caliber respond --sheet {path} --as NAME")
    return 0
