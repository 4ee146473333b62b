"""`caliber run`: the main job, with a summary a stranger understands."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipelines.commands.faults import CommandFault, day
from pipelines.commands.reading import print_json
from pipelines.commands.summary import print_summary, summary
from pipelines.settings import Home, default_inbox


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--inbox", type=Path, help="folder of exports with their contracts (default: CALIBER_INBOX, else inbox/ of the workspace)")
    parser.add_argument("--sample", action="store_true", help="make the sample exports (made up, with planted defects) and run over them")
    parser.add_argument("--as-of", metavar="DAY", help="judge deadlines and waivers by this day, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    from pipelines.contracts.load import ContractError
    from pipelines.decisions.ledger import LedgerError
    from pipelines.line import AlreadyRunning
    from pipelines.line import run as run_line
    from pipelines.publication.parsed_project import BuildError
    from pipelines.worklist.sheet import AnswerError

    started = time.monotonic()
    # dbt and GX allocate many objects that live until the end; looking for cycles among them took a tenth of the run.
    gc.set_threshold(200_000, 50, 100)
    inbox, as_of = _inbox(args, home), day(args.as_of, "--as-of")
    try:
        report = run_line(home, inbox, _progress(), as_of)
    except ContractError as error:
        raise CommandFault("contracts are at fault, nothing was landed:\n" + "\n".join(error.faults), 2) from error
    except AnswerError as error:
        raise CommandFault("reviewed answers or corrections are at fault, nothing was landed:\n" + "\n".join(error.faults), 2) from error
    except LedgerError as error:
        raise CommandFault(f"the ledger of replies is broken, nothing was landed or published:\n{error}") from error
    except (AlreadyRunning, BuildError) as error:
        raise CommandFault(str(error)) from error
    if report.blocked:
        raise CommandFault("the release was held back; readers keep the last one:\n" + "\n".join(f"  {sentence}" for sentence in report.blocked))
    facts = summary(home, report)
    if args.json:
        print_json(facts)
    else:
        print_summary(facts, home, time.monotonic() - started)
    return 0


def _inbox(args: argparse.Namespace, home: Home) -> Path:
    if args.sample and args.inbox:
        raise CommandFault("--sample makes its own inbox; leave out --inbox", 2)
    if args.sample:
        from pipelines.sampling import make_sample

        made = home.root / "sample_inbox"
        make_sample(made)
        return made
    inbox: Path = args.inbox.resolve() if args.inbox else default_inbox(home)
    if not inbox.is_dir():
        raise CommandFault(f"no folder {inbox}; give one with --inbox, or try --sample", 2)
    return inbox


def _progress() -> Callable[[str], None]:
    """Progress on standard error: one changing line on a terminal, every step a line elsewhere."""
    if sys.stderr.isatty():
        return lambda text: print(f"\r\x1b[2K{text[:110]}", end="" if text != "publishing" else "\n", file=sys.stderr, flush=True)
    return lambda text: print(text, file=sys.stderr)
