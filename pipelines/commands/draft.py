"""`caliber draft`: propose a contract for a file nobody has seen, with confidence, evidence and questions, and try it at once."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from pipelines.commands.check import print_dry_run
from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import console, print_json
from pipelines.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the export to draft a contract for")
    parser.add_argument("--out", type=Path, help="write the contract here (default: standard output)")
    parser.add_argument("--contract-id", help="id of the contract, by habit <country>-<publisher>.<export>")
    parser.add_argument("--sheet", help="the sheet or table to draft, by its name or by the title above it (default: the largest)")
    parser.add_argument("--json", action="store_true", help="print JSON: contract, findings, questions, dry run")


def run(args: argparse.Namespace, home: Home) -> int:
    from pipelines.decoding.grid import DecodingError
    from pipelines.drafting.contract_text import contract_text
    from pipelines.drafting.draft import draft
    from pipelines.drafting.sheets import NoTable
    from pipelines.drafting.tryout import try_out

    if not args.file.is_file():
        raise CommandFault(f"no file {args.file}", 2)
    try:
        found = draft(args.file, args.contract_id, args.sheet)
    except (DecodingError, NoTable) as fault:
        raise CommandFault(f"{args.file.name}: {fault}") from fault
    head = [f"Draft for {args.file.name}. Behind each line: confidence from 0 to 1, and the evidence. Answer the questions, then: caliber check CONTRACT FILE"]
    text = contract_text(found.contract, found.findings, head, found.left_over)
    tried = try_out(text, args.file)
    if args.out:
        _write(args.out, text)
    if args.json:
        print_json({"file": str(args.file), **found.as_record(), "contract_yaml": text, "dry_run": tried})
    else:
        _print(args.out, text, found.questions, tried)
    return 0


def _write(out: Path, text: str) -> None:
    if out.exists():
        raise CommandFault(f"{out} exists already; a draft overwrites nothing: choose another name or remove it", 2)
    out.write_text(text, encoding="utf-8")


def _print(out: Path | None, text: str, questions: list[str], tried: dict[str, Any]) -> None:
    shown = console()
    if out:
        shown.print(f"written to {out}", markup=False)
    else:
        print(text, end="")
    if tried["status"] == "incomplete":
        shown.print(f"\n{tried['file']}  no contract yet: {tried['detail']}", markup=False)
    else:
        print_dry_run(tried)
    shown.print(f"\n{len(questions)} questions")
    for question in questions:
        shown.print(f"  QUESTION {question}", markup=False)
