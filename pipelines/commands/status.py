"""`caliber status`: what was received, landed, parked and published, read from the release."""

from __future__ import annotations

import argparse
from typing import Any

from rich.markup import escape

from pipelines.commands.decisions import holds
from pipelines.commands.reading import console, print_json, records, released, table
from pipelines.settings import Home

QUERIES = {
    "release": "select number, published_at, caliber_version from quality.release",
    "exports": """
        select contract_id, declared_year as year, file_path, status, source_role as role, version_number as version, is_current as current,
            n_rows as rows, n_amounts as amounts, n_cells_parked as cells_parked
        from marts.dim_exports where contract_id is not null and status <> 'reference' order by contract_id, file_path, version_number""",
    "parked": """
        select file_path, parked_reason as reason, parked_detail as detail
        from marts.dim_exports where status = 'parked' order by reason = 'no_contract', file_path""",
    "reference": "select file_path, contract_id, parked_detail as why_no_export from marts.dim_exports where status = 'reference' order by file_path",
    "duties": """
        select status, contract_id, region_code, fiscal_year as year, due_date as due, n_days_late as days_late, pull_until, publisher
        from quality.fct_duties where status in ('missing', 'late', 'parked', 'due') or is_to_pull
        order by array_position(['missing', 'late', 'parked', 'due', 'received'], status), n_days_late desc, contract_id, region_code, year""",
    "gates": "select border, suite, count(*) as expectations, count(*) filter (not success) as failed from quality.fct_gate_results group by all order by all",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    with released(home) as db:
        facts: dict[str, Any] = {name: records(db, query) for name, query in QUERIES.items() if name != "duties" or holds(db, "fct_duties")}
    facts["replies"] = _ledger(home)
    if args.json:
        print_json(facts)
        return 0
    out = console()
    release = facts["release"][0]
    out.print(
        f"[bold]Release {release['number']}[/] of {release['published_at']:%Y-%m-%d %H:%M} UTC at {home.published}, "
        f"made by Caliber {release['caliber_version']}"
    )
    for name in ("exports", "parked", "reference", "gates"):
        out.print(f"\n[bold]{name.capitalize()}[/]")
        out.print(table(facts[name]) if facts[name] else "  none")
    out.print("\n[bold]Duties[/]  who is missing, late or due by the calendar of the contracts")
    out.print(table(owed) if (owed := [row for row in facts.get("duties", []) if row["status"] != "received"]) else "  none")
    again = [row for row in facts.get("duties", []) if row["status"] == "received"]
    out.print(f"  {len(again)} files that arrived are to be fetched again, they may be restated (--json lists them)" if again else "  nothing to fetch again")
    ledger = facts["replies"]
    told = f"[red]broken[/]: {escape(ledger['fault'])}" if ledger["fault"] else f"{ledger['count']} in the ledger, its chain is whole"
    out.print(f"\n[bold]Replies[/]  {told}")
    return 0


def _ledger(home: Home) -> dict[str, Any]:
    """How many replies there are, or the first line that is not what was written."""
    from pipelines.decisions.landed import read_replies
    from pipelines.decisions.ledger import LedgerError

    try:
        return {"count": len(read_replies(home)), "fault": None}
    except LedgerError as error:
        return {"count": None, "fault": str(error)}
