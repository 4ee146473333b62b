"""The `caliber` command: arguments in, exit code out. Every subcommand lives in pipelines/commands and is imported when it is used."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

COMMANDS = {
    "run": "the main job: everything new in the inbox becomes a published release",
    "draft": "propose a contract for a file nobody has seen, with evidence, questions and a dry run",
    "check": "dry run of a contract on a file, lint of all contracts, or the state of the release",
    "status": "what was received, landed, parked and published",
    "findings": "contradictions found in the published release",
    "respond": "reply to findings: explain, waive, correct, confirm or reject; from the command line or a returned sheet",
    "correct": "keep what a finding shows to be wrong in the ledger of corrections, beside the printed figure",
    "scores": "every claimed score under the scoring rules of a jurisdiction, and who claims more",
    "unmapped": "printed labels without an item or region, what they may mean, and how answers get into the book",
    "diff": "what changed between two releases, by how much and why",
    "compare": "may two series stand beside each other, by which rules, and if not, why",
    "explain": "the way back of an amount or a finding to the printed cell",
    "publish": "open data of the release: data package, dictionary, checksums; certify or go back to an earlier edition",
    "report": "monthly or yearly report of a region, HTML or Word",
    "alert": "tell what is new and material since the last alert, by file, mail or webhook",
    "dashboard": "the release in a browser: findings down to the printed cell, replies, calibers, programmes, rules",
    "sql": "ask the published release",
}
USAGE, BLOCKED = 2, 1


def main(argv: list[str] | None = None) -> int:
    """Run one subcommand. Exit 0 done, 1 blocked or failed, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="caliber", description="One comparable, checkable book out of fragmented regional budgets.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    wanted = (argv if argv is not None else sys.argv[1:])[:1]
    for name, sentence in COMMANDS.items():
        sub = subparsers.add_parser(name, help=sentence, description=sentence[0].upper() + sentence[1:] + ".")
        sub.add_argument("--home", type=Path, help="workspace (default: CALIBER_HOME, else data/ of the project)")
        if wanted == [name]:
            importlib.import_module(f"pipelines.commands.{name}").add_arguments(sub)
    args = parser.parse_args(argv)
    if args.command is None:
        parser.print_help()
        return USAGE
    return _run(args)


def _run(args: argparse.Namespace) -> int:
    from pipelines.commands.faults import CommandFault
    from pipelines.limits import LimitError, check_limits
    from pipelines.settings import Home, default_home

    home = Home(args.home.resolve()) if args.home else default_home()
    try:
        check_limits()
        return int(importlib.import_module(f"pipelines.commands.{args.command}").run(args, home))
    except CommandFault as fault:
        print(f"caliber {args.command}: {fault}", file=sys.stderr)
        return fault.exit_code
    except LimitError as wrong:
        print(f"caliber {args.command}: {wrong}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; that is its right.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nstopped; the next run goes on where this one was", file=sys.stderr)
        return BLOCKED


if __name__ == "__main__":
    sys.exit(main())
