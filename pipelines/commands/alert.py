"""`caliber alert`: tell what is new and material since the last alert."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from rich.markup import escape

from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import console, print_json
from pipelines.settings import Home

if TYPE_CHECKING:
    from pipelines.alerts.alert import Alerted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="print what would be told; send and remember nothing")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    from pipelines.alerts.alert import alert
    from pipelines.alerts.memory import MemoryFault
    from pipelines.alerts.settings import AlertSettingsError, load_settings

    if not home.published.exists():
        raise CommandFault(f"nothing is published in {home.root} yet; start with `caliber run`")
    if not home.alert_settings.exists():
        raise CommandFault(f"no {home.alert_settings}: it names the channels; docs/alerts_and_reports.md shows one", 2)
    try:
        done = alert(home, load_settings(home.alert_settings), args.dry_run)
    except AlertSettingsError as error:
        raise CommandFault(f"the settings are at fault, nothing was sent:\n{error}", 2) from error
    except MemoryFault as error:
        raise CommandFault(f"the memory of what was sent is broken, nothing was sent:\n{error}") from error
    if args.json:
        print_json({"told": done.told, "places": done.places, "faults": done.faults, "dry_run": args.dry_run})
        return 1 if done.faults else 0
    _print(done, args.dry_run)
    if done.faults:
        raise CommandFault("did not go out, and will be told next time:\n" + "\n".join(done.faults))
    return 0


def _print(done: Alerted, dry_run: bool) -> None:
    out = console()
    for name, count in done.told.items():
        where = f" to {escape(done.places[name])}" if name in done.places else ""
        out.print(f"[bold]{escape(name)}[/]  {count} {'would be told' if dry_run else 'told'}{where}")
        if dry_run and count:
            out.print(escape(done.letters[name].text("both")))
