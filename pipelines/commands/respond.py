"""`caliber respond`: a reply to a finding, or many from a returned sheet, into the ledger."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from pipelines.commands.faults import CommandFault, day
from pipelines.commands.reading import console, print_json, released
from pipelines.settings import Home

if TYPE_CHECKING:
    from pipelines.decisions.filing import Filed
    from pipelines.decisions.ledger import Reply

SAYINGS = {
    "explain": "why it is no error, or how it came about",
    "waive": "why it is left as it is; needs --owner and --until",
    "confirm": "supervisor: it is an error",
    "reject": "supervisor: it is none",
    "reopen": "supervisor: the answer will not do",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("finding", nargs="?", help="finding_id; an unambiguous beginning is enough")
    for action, sentence in SAYINGS.items():
        parser.add_argument(f"--{action}", metavar="TEXT", help=sentence)
    parser.add_argument("--corrected", type=Path, metavar="FILE", help="the corrected export; put it into the inbox too, the next run re-tests")
    parser.add_argument("--reason", default="", help="a word on the corrected export")
    parser.add_argument("--owner", help="who answers for a waiver")
    parser.add_argument("--until", metavar="DAY", help="last day of a waiver, YYYY-MM-DD")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="take all replies of a returned sheet (.xlsx or .csv, from `caliber findings --sheet`)")
    parser.add_argument("--as", dest="who", metavar="NAME", help="who replies")
    parser.add_argument("--role", choices=["accountable", "supervisor"], default="accountable", help="in which role (default accountable)")
    parser.add_argument("--json", action="store_true", help="print what was written as JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    from pipelines.decisions.filing import ReplyError, file_replies
    from pipelines.decisions.ledger import LedgerError
    from pipelines.worklist.sheet import AnswerError

    if not (args.who or "").strip():
        raise CommandFault("who replies? give --as NAME: a reply without a name can't be asked about later", 2)
    try:
        asked = _from_sheet(args) if args.sheet else [("", _from_options(args))]
        with released(home) as db:
            filed = file_replies(home, db, asked, datetime.now(UTC).date())
    except (AnswerError, ReplyError) as error:
        raise CommandFault("nothing was written:\n" + "\n".join(error.faults), 2) from error
    except LedgerError as error:
        raise CommandFault(f"the ledger of replies is broken, nothing was written:\n{error}") from error
    if args.json:
        print_json({"written": [asdict(reply) for reply in filed.added], "known_before": filed.known})
    else:
        _print(filed, home)
    return 0


def _from_sheet(args: argparse.Namespace) -> list[tuple[str, Reply]]:
    from pipelines.decisions.sheet import read_sheet

    if args.finding or args.corrected or any(getattr(args, action) for action in SAYINGS):
        raise CommandFault("--sheet brings findings and answers of its own; leave the others out", 2)
    if not args.sheet.is_file():
        raise CommandFault(f"no file {args.sheet}; write one with `caliber findings --sheet FILE`", 2)
    return read_sheet(args.sheet, args.who.strip(), args.role)


def _from_options(args: argparse.Namespace) -> Reply:
    from pipelines.decisions.filing import sha256_of
    from pipelines.decisions.ledger import Reply

    said = {action: text for action in SAYINGS if (text := getattr(args, action)) is not None}
    if not args.finding or len(said) + (args.corrected is not None) != 1:
        raise CommandFault("name one finding and say one thing: --explain, --waive, --corrected, --confirm, --reject or --reopen", 2)
    if args.corrected is not None and not args.corrected.is_file():
        raise CommandFault(f"no file {args.corrected}; name the corrected export", 2)
    action, reason = next(iter(said.items())) if said else ("correct", args.reason)
    until = day(args.until, "--until")
    return Reply(
        finding_id=args.finding, action=action, who=args.who.strip(), role=args.role, reason=reason.strip(), owner=(args.owner or "").strip() or None,
        expires_on=until.isoformat() if until else None, corrected_file=args.corrected.name if args.corrected else None,
        corrected_sha256=sha256_of(args.corrected) if args.corrected else None,
    )  # fmt: skip


def _print(filed: Filed, home: Home) -> None:
    out = console()
    for reply in filed.added:
        out.print(f"[bold]Reply {reply.number}[/]  {reply.finding_id}  {reply.action} by {escape(reply.who)} ({reply.role})")
    known = f", {filed.known} known before" if filed.known else ""
    out.print(f"{len(filed.added)} replies written to {home.replies}{known}; the next `caliber run` takes them up.")
    if any(reply.action == "correct" for reply in filed.added):
        out.print("Put the corrected export into the inbox: the finding closes when the re-test passes.")
