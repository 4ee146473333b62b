"""`caliber report`: one region, one month or year, for people: HTML or a Word document."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import print_json
from pipelines.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--region", required=True, metavar="CODE", help="region code, for example ES-15")
    parser.add_argument("--period", required=True, metavar="YEAR[-MONTH]", help="2024, or 2024-06")
    parser.add_argument("--format", choices=["html", "docx"], default="html", help="one page that needs nothing else (default), or a Word document")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write it (default: reports/ of the workspace)")
    parser.add_argument("--json", action="store_true", help="print where it was written as JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    from pipelines.reports.facts import ReportError
    from pipelines.reports.write import write_report

    if not home.published.exists():
        raise CommandFault(f"nothing is published in {home.root} yet; start with `caliber run`")
    try:
        path = write_report(home, args.region, args.period, args.format, args.out)
    except ReportError as error:
        raise CommandFault(str(error), 2) from error
    if args.json:
        print_json({"report": str(path)})
    else:
        print(path)
    return 0
