"""`caliber publish`: open data editions of the release: make, certify, make an earlier one current again, verify."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from rich.markup import escape

from pipelines.commands.faults import CommandFault, day
from pipelines.commands.reading import console, print_json
from pipelines.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("edition", nargs="?", help="with --certify or --revert: name of the edition, for example 0003 (--certify: default current)")
    parser.add_argument("--as-of", metavar="DAY", help="publish findings whose reply period was over by this day, YYYY-MM-DD (default and latest: today)")
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--certify", action="store_true", help="mark an edition as looked through; needs --by and --why")
    does.add_argument("--revert", action="store_true", help="make an earlier edition current again; needs --by and --why")
    does.add_argument("--verify", action="store_true", help="hold all editions against what was published; exit 1 names every file that is not")
    does.add_argument("--list", action="store_true", help="list the editions")
    parser.add_argument("--by", metavar="NAME", help="who certifies or reverts")
    parser.add_argument("--why", metavar="TEXT", help="on what grounds")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    from pipelines.open_data.dictionary import UndescribedError
    from pipelines.open_data.editions import EditionError
    from pipelines.open_data.log import LogError
    from pipelines.publication.changes import ReleasesDiffer

    does = next((name for name in ("certify", "revert", "verify", "list") if getattr(args, name)), "publish")
    _check(args, does)
    try:
        return {"certify": _say, "revert": _say, "verify": _verify, "list": _list, "publish": _publish}[does](args, home)
    except LogError as error:
        raise CommandFault(f"the log of editions is broken, nothing was done:\n{error}") from error
    except (EditionError, UndescribedError, ReleasesDiffer) as error:
        raise CommandFault(str(error)) from error


def _check(args: argparse.Namespace, does: str) -> None:
    says = does in ("certify", "revert")
    if says and not ((args.by or "").strip() and (args.why or "").strip()):
        raise CommandFault(f"--{does} needs --by NAME and --why TEXT: it stays in the log for good", 2)
    if does == "revert" and not args.edition:
        raise CommandFault("--revert needs the edition that is to be current again; `caliber publish --list` shows them", 2)
    if not says and (args.edition or args.by or args.why):
        raise CommandFault("an edition, --by and --why go with --certify or --revert", 2)
    if does != "publish" and args.as_of:
        raise CommandFault("--as-of goes with making an edition", 2)


def _publish(args: argparse.Namespace, home: Home) -> int:
    from pipelines.open_data.editions import publish_edition
    from pipelines.site.write import write_site

    today = datetime.now(UTC).date()
    as_of = day(args.as_of, "--as-of") or today
    if as_of > today:
        raise CommandFault(f"--as-of {as_of} is still to come: findings would be public before their reply period is over", 2)
    made = publish_edition(home, as_of, write_site)
    if args.json:
        print_json({**asdict(made.event), "folder": str(made.folder), "is_new": made.is_new})
        return 0
    out = console()
    told = "published" if made.is_new else "was made before and stays; nothing is written twice"
    out.print(f"[bold]Edition {made.event.edition}[/] of release {made.event.release}, as of {made.event.day}: {told}")
    out.print(f"  {escape(str(made.folder))}   start with README.md; check with: cd {escape(str(made.folder))} && sha256sum -c SHA256SUMS")
    return 0


def _say(args: argparse.Namespace, home: Home) -> int:
    from pipelines.open_data.editions import certify, revert

    event = (revert if args.revert else certify)(home, args.edition, args.by.strip(), args.why.strip())
    if args.json:
        print_json(asdict(event))
    else:
        console().print(f"[bold]Edition {event.edition}[/] {event.event} by {escape(event.by)}: {escape(event.why)}")
    return 0


def _verify(args: argparse.Namespace, home: Home) -> int:
    from pipelines.open_data.editions import read_log, verify
    from pipelines.open_data.log import published

    wrong, editions = verify(home), sorted(published(read_log(home)))
    if args.json:
        print_json({"editions": editions, "faults": wrong})
    elif wrong:
        raise CommandFault("not as it was published:\n" + "\n".join(wrong))
    else:
        console().print(f"{len(editions)} editions are as they were published; the log is whole.")
    return 1 if wrong else 0


def _list(args: argparse.Namespace, home: Home) -> int:
    from pipelines.open_data.editions import read_log
    from pipelines.open_data.log import certified, current, published

    events = read_log(home)
    now = current(events)
    rows: list[dict[str, Any]] = []
    for name, event in published(events).items():
        seal = certified(events, name)
        rows.append({
            "edition": name, "release": event.release, "as_of": date.fromisoformat(event.day), "published_at": event.at,
            "current": now is not None and now.edition == name, "certified_by": seal.by if seal else None, "why": seal.why if seal else None,
        })  # fmt: skip
    if args.json:
        print_json(rows)
        return 0
    from pipelines.commands.reading import table

    console().print(table(rows) if rows else "no edition yet; make one with `caliber publish`")
    return 0
