"""`caliber check`: a contract tried on a file without touching the book, the lint of all contracts, or the state of the release."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.markup import escape

from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import console, print_json, records, released, table
from pipelines.settings import BUILT_IN_CONTRACTS, Home, default_inbox


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("contract", nargs="?", type=Path, help="contract file; without it the release is checked")
    parser.add_argument("file", nargs="?", type=Path, help="export to try it on (default: every matching file of the inbox)")
    parser.add_argument("--inbox", type=Path, help="where matching files are looked for")
    parser.add_argument("--all", action="store_true", help="lint every contract of the project, the workspace and the inbox")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    if args.all:
        return _lint(args, home)
    return _release(args, home) if args.contract is None else _dry_run(args, home)


def _lint(args: argparse.Namespace, home: Home) -> int:
    from pipelines.contracts.load import ContractError, contract_files, load_contracts

    inbox = args.inbox.resolve() if args.inbox else default_inbox(home)
    folders = [folder for folder in (BUILT_IN_CONTRACTS, home.root / "contracts", inbox) if folder.exists()]
    files = contract_files(folders)
    try:
        editions = load_contracts(files)
    except ContractError as error:
        raise CommandFault("\n".join(error.faults)) from error
    console().print(f"{len(files)} contracts with {len(editions)} editions are sound")
    return 0


def _release(args: argparse.Namespace, home: Home) -> int:
    with released(home) as db:
        lost = records(db, "select * from quality.fct_reconciliation where rows_difference <> 0 or money_difference <> 0")
        gates = records(db, "select suite, expectation, severity, n_unexpected, sentence from quality.fct_gate_results where not success order by all")
        steps = records(
            db,
            "select step, count(*) as exports, sum(rows_in)::bigint as rows_in, sum(rows_difference)::bigint as difference "
            "from quality.fct_reconciliation group by step order by step",
        )
    facts = {"steps": steps, "lost": lost, "failed_expectations": gates}
    if args.json:
        print_json(facts)
    else:
        out = console()
        out.print(table(steps, "Rows and money in = out, per step"))
        out.print(table(lost, "Lost") if lost else "nothing lost: every difference is 0")
        out.print(table(gates, "Expectations not met") if gates else "every expectation at both borders is met")
    return 1 if lost or any(gate["severity"] == "critical" for gate in gates) else 0


def _dry_run(args: argparse.Namespace, home: Home) -> int:
    from pipelines.contracts.load import ContractError, load_contract
    from pipelines.landing.dry_run import dry_run

    if not args.contract.is_file():
        raise CommandFault(f"no contract file {args.contract}", 2)
    try:
        editions = load_contract(args.contract)
    except ContractError as error:
        raise CommandFault("\n".join(error.faults)) from error
    inbox = args.inbox.resolve() if args.inbox else default_inbox(home)
    results = dry_run(editions, inbox, args.file.resolve() if args.file else None)
    if not results:
        raise CommandFault(f"no file matches {', '.join(pattern for r in editions for pattern in r.edition.files)} in {inbox}; name one, or say --inbox", 2)
    if args.json:
        print_json(results)
    else:
        for result in results:
            print_dry_run(result)
    return 1 if any(result["status"] == "parked" for result in results) else 0


def print_dry_run(result: dict[str, Any]) -> None:
    """One report of a dry run as text."""
    out = console()
    out.print(f"\n[bold]{escape(result['file'])}[/]  {result['status']}")
    if result["status"] == "reference":
        out.print(f"  known, no export: {escape(result['detail'])}")
        return
    if result["status"] == "parked":
        out.print(f"  {result['reason']}: {escape(result['detail'])}")
        return
    out.print(
        f"  read as {result['file_type']}, {result['encoding']} ({result['encoding_evidence']}), delimiter {result['delimiter']!r}, "
        f"numbers {result['number_formats']}"
    )
    out.print(
        f"  {result['n_rows']} data rows; {result['n_cells']} filled cells = {result['n_cells_landed']} landed "
        f"+ {result['n_cells_ignored']} ignored + {result['n_cells_parked']} parked"
    )
    for note in result["notes"]:
        out.print(f"  note: {escape(note)}")
    titles = {
        "totals": "What would land", "indicators": "Indicators", "words": "Texts without a figure", "statements": "What the text states beside the table",
        "parked": "Parked",
    }  # fmt: skip
    for name, title in titles.items():
        if result[name]:
            out.print(table(result[name], title))
