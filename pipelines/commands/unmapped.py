"""`caliber unmapped`: printed labels without an item or region, what they may mean, and how answers get into the book."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import console, money, plain, print_json, released
from pipelines.settings import Home

if TYPE_CHECKING:
    from pipelines.worklist.review import Accepted
    from pipelines.worklist.unmapped import OpenLabel


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", choices=["item", "economic", "region"], help="only labels of this kind")
    parser.add_argument("--contract", help="only labels that this contract prints, for example es-aragon.spending")
    parser.add_argument("--limit", type=int, default=20, help="how many to print (default 20)")
    parser.add_argument("--json", action="store_true", help="print all of them as JSON")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write all of them as a sheet for reviewers: fill in the column `means`")
    parser.add_argument("--accept", type=Path, metavar="FILE", help="take over the answers of a reviewed sheet")
    parser.add_argument("--reviewer", help="who answered; needed with --accept")
    parser.add_argument("--reviewed-on", metavar="DAY", help="when, as YYYY-MM-DD (default: today)")


def run(args: argparse.Namespace, home: Home) -> int:
    from pipelines.worklist.unmapped import open_labels

    if args.accept is not None:
        return _accept(args, home)
    with released(home) as db:
        labels = open_labels(db, args.kind, args.contract)
    if args.csv is not None:
        from pipelines.worklist.review import write_sheet

        write_sheet(args.csv, labels)
    if args.json:
        print_json([_document(label) for label in labels])
        return 0
    _print(labels, args.limit)
    if args.csv is not None:
        console().print(f"\n{len(labels)} labels written to {args.csv}; fill in `means` and run: caliber unmapped --accept {args.csv} --reviewer NAME")
    return 0


def _accept(args: argparse.Namespace, home: Home) -> int:
    from pipelines.worklist.review import accept
    from pipelines.worklist.sheet import AnswerError
    from pipelines.worklist.unmapped import items_of_edition, open_labels

    if not (args.reviewer or "").strip():
        raise CommandFault("--accept needs --reviewer: an answer without a name can't be asked about later", 2)
    if not args.accept.is_file():
        raise CommandFault(f"no file {args.accept}; write one with `caliber unmapped --csv FILE`", 2)
    with released(home) as db:
        labels = open_labels(db)
        asked = {(label.system, label.edition_date) for label in labels if label.system and label.edition_date}
        editions = {(system, edition): set(items_of_edition(db, system, edition)) for system, edition in asked if system and edition}
    try:
        accepted = accept(home, args.accept, args.reviewer.strip(), _day(args.reviewed_on), labels, editions)
    except AnswerError as error:
        raise CommandFault("nothing was taken over:\n" + "\n".join(error.faults), 2) from error
    known = {label.question for label in labels}
    _report(args, accepted, sum(answer.question not in known for answer in accepted.answers))
    return 0


def _report(args: argparse.Namespace, accepted: Accepted, decides_nothing: int) -> None:
    facts: dict[str, Any] = {
        "answers": len(accepted.answers), "unanswered": accepted.unanswered, "known_before": accepted.known, "match_no_open_label": decides_nothing,
        "file": str(accepted.path) if accepted.path else None,
    }  # fmt: skip
    if args.json:
        print_json(facts)
        return
    out = console()
    kept = f"kept in {accepted.path}; the next `caliber run` uses them" if accepted.path else "nothing is new"
    out.print(f"{facts['answers']} answers of {args.reviewer}, {kept}. {facts['unanswered']} lines had no answer, {facts['known_before']} were known before.")
    if decides_nothing:
        out.print(f"{decides_nothing} answers match no open label of the release: was a code or label changed in the sheet?")


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandFault(f"--reviewed-on is '{text}'; write a day as YYYY-MM-DD", 2) from error


def _document(label: OpenLabel) -> dict[str, Any]:
    """Plain values all the way down."""
    document = asdict(label)
    document["money"] = [{name: plain(value) for name, value in part.items()} for part in label.money]
    document["proposals"] = [{name: plain(value) for name, value in proposal.items()} for proposal in label.proposals]
    return document


def _print(labels: list[OpenLabel], limit: int) -> None:
    out = console()
    for label in labels[:limit]:
        weight = "; ".join(f"{part['currency'] or '?'} {money(part['amount'])}" + _role(part) for part in label.money) or "no leaf amounts"
        where = label.system or (f"under {label.under}" if label.kind == "region" else "no code book")
        printed = " ".join(part for part in (label.code, label.label) if part) or "(nothing printed)"
        out.print(f"[bold]{_text(printed)}[/]  {label.kind}, {_text(where or 'no region declared')}")
        years = f"{label.first_year}" + (f"–{label.last_year}" if label.last_year != label.first_year else "")
        out.print(f"    {label.n_amounts} amounts, {weight}, {years}, {_text(', '.join(label.contracts))}")
        for proposal in label.proposals:
            out.print(f"    ? {_text(proposal['means'])} {_text(proposal['name'])}  {proposal['score']}  {_text(proposal['why'])}")
        if label.obstacle:
            out.print(f"    {_text(label.obstacle)}")
    left = len(labels) - limit
    proposed = sum(bool(label.proposals) for label in labels)
    out.print(f"{len(labels)} labels without a meaning, {proposed} with proposals" + (f"; {left} not shown (--limit)" if left > 0 else "") + ".")
    out.print("Money is of leaves over all stages and years: how much hangs on an answer. Proposals are never applied; a person answers.")


def _role(part: dict[str, Any]) -> str:
    return "" if part["source_role"] == "primary" else f" ({part['source_role']})"


def _text(words: str) -> str:
    return words.replace("[", "\\[")
