"""`caliber diff RELEASE RELEASE`: what changed between two releases, by how much and why."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import console, money, print_json
from pipelines.settings import Home

if TYPE_CHECKING:
    from pipelines.publication.changes import Changes

# What of a caliber is told beside region, year, kind and stage, where it is known.
CALIBER = ("recognition", "scope", "account", "line", "comparison", "netting", "source")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", nargs="?", default="previous", help="number of a release, or previous (default), or current")
    parser.add_argument("after", nargs="?", default="current", help="number of a release, or previous, or current (default)")
    parser.add_argument("--limit", type=int, default=20, help="how many lines of each part to print (default 20)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    from pipelines.publication.changes import ReleasesDiffer, compare

    before, after = _files(home, args.before, args.after)
    try:
        found = compare(before, after)
    except ReleasesDiffer as error:
        raise CommandFault(f"{error}\nRun `caliber run` to make the newer one again, or compare releases made by one version of Caliber.") from error
    if args.json:
        print_json({"before": found.before, "after": found.after, **found.parts})
    else:
        _print(found, args.limit)
    return 0


def _files(home: Home, before: str, after: str) -> tuple[Path, Path]:
    from pipelines.publication.release import current_release, kept_releases

    current = current_release(home)
    if current is None:
        raise CommandFault(f"nothing is published in {home.root} yet; start with `caliber run --sample` or `caliber run --inbox DIR`")
    kept = kept_releases(home)
    earlier = max((number for number in kept if number < current.number), default=None)
    named = {"current": current.number, "previous": earlier}
    numbers = [named.get(word, int(word) if word.isascii() and word.isdigit() else 0) for word in (before, after)]
    for word, number in zip((before, after), numbers, strict=True):
        if number is None:
            raise CommandFault(f"release {current.number} is the only one there is; the next run with something new makes another one")
        if number not in kept:
            raise CommandFault(f"release '{word}' is not kept; there are {', '.join(map(str, kept))}, previous and current", 2)
    if numbers[0] == numbers[1]:
        raise CommandFault(f"both are release {numbers[0]}; name two different ones of {', '.join(map(str, kept))}", 2)
    return kept[numbers[0] or 0], kept[numbers[1] or 0]


def _print(found: Changes, limit: int) -> None:
    out = console()
    out.print(f"[bold]Release {found.before['number']} → {found.after['number']}[/]   {found.before['published_at']:%Y-%m-%d %H:%M} → ", end="")
    out.print(f"{found.after['published_at']:%Y-%m-%d %H:%M} UTC")
    tellers = {
        "changes": ("Amounts, by region, year, kind, stage and caliber", _change),
        "moves": ("Printed lines under another item or region; their money moved and is still there", _move),
        "exports": ("Exports", _export),
        "rules": ("Rules", _rule),
        "books": ("Code books and crosswalks", _book),
        "findings": ("Findings", _finding),
    }
    for part, (title, teller) in tellers.items():
        rows = found.parts[part]
        left = f", {len(rows) - limit} not shown (--limit)" if len(rows) > limit else ""
        out.print(f"\n[bold]{title}[/]  {len(rows) or 'none'}{left}")
        for row in rows[:limit]:
            out.print(f"  {teller(row)}".replace("[", "\\["))
    out.print("\n[bold]Nothing is lost[/]")
    for row in found.parts["balance"]:
        out.print(
            f"  {row['currency'] or 'no one currency'}: unmapped {money(row['unmapped_before'])} → {money(row['unmapped_after'])} "
            f"of {money(row['money_before'])} → {money(row['money_after'])}; difference {money(row['lost_before'])} → {money(row['lost_after'])}"
        )


def _change(row: dict[str, Any]) -> str:
    caliber = " ".join(str(row[name]) for name in CALIBER if row[name] not in (None, "unknown", "natural", "all_sources", "reported"))
    role = "" if row["source_role"] == "primary" else f" ({row['source_role']})"
    place = f"{row['region_code']} {row['fiscal_year']} {row['kind']} {row['stage']}{role} to {row['period_end']}, {caliber}"
    totals = f"{money(row['before'])} → {money(row['after'])} {row['currency'] or ''}"
    return f"{place}, {row['contract_id']}: {totals}\n      {_signed(row['difference'])}  {_why(row['cause'])}; {row['n_lines']} lines"


def _move(row: dict[str, Any]) -> str:
    was, now = (f"{row[f'{side}_code'] or '–'} {row[f'{side}_name'] or ''} ({row[f'{side}_method']})" for side in ("old", "new"))
    return f"{row['kind']}: {was} → {now}\n      {row['n_lines']} lines, {money(row['new_amount'])} {row['currency'] or ''}  {_why(row['cause'])}"


def _export(row: dict[str, Any]) -> str:
    return f"{row['contract_id'] or 'no contract'}  {row['file_path']}: {_why(row['cause'])} ({row['detail'] or _amounts(row['n_lines'])})"


def _amounts(n_lines: int) -> str:
    return f"{n_lines} amounts" if n_lines else "no amount is another one"


def _rule(row: dict[str, Any]) -> str:
    return f"{row['rule_id']}: version {row['old_version'] or '–'} → {row['new_version'] or '–'}"


def _book(row: dict[str, Any]) -> str:
    edition = f" edition of {row['edition']}" if row["edition"] else ""
    return f"{row['what']} {row['book']}{edition}: {row['n_new']} new, {row['n_gone']} gone, {row['n_changed']} changed"


def _finding(row: dict[str, Any]) -> str:
    return f"{row['what']}: {row['finding_id'][:12]} {row['rule_id']} {row['region_code']} {row['fiscal_year']} {row['subject']}\n      {_why(row['cause'])}"


def _why(cause: str) -> str:
    from pipelines.publication.changes import CAUSES

    return CAUSES[cause]


def _signed(amount: Any) -> str:
    return f"+{money(amount)}" if amount > 0 else money(amount)
