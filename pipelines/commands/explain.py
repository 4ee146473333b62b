"""`caliber explain ID`: from an amount, an indicator or a finding back to the printed cell, re-read from the raw bytes."""

from __future__ import annotations

import argparse
import json
from typing import Any

import duckdb

from pipelines.commands.background import background
from pipelines.commands.decisions import decisions, replies
from pipelines.commands.explained import print_facts
from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import print_json, records, released
from pipelines.settings import Home

KINDS = {
    "amount": ("marts.fct_budget_lines", "budget_line_id"),
    "finding": ("quality.fct_findings", "finding_id"),
    "indicator": ("marts.fct_indicators", "indicator_report_id"),
}
SHOWN_CELLS = 25
AMOUNT = """
select line.*, export.contract_id as contract, export.publisher, export.file_path, export.file_sha256, export.contract_json, export.encoding_evidence,
    export.known_from as received, export.region_code as region_declared, item.name_local as item_name, item.item_code as item_code_mapped,
    economic.name_local as economic_item_name,
    economic.item_code as economic_code_mapped, region.name_local as region_name, columns(caliber.*) as 'caliber_\\0'
from marts.fct_budget_lines as line
left join marts.dim_exports as export using (export_id)
left join marts.dim_calibers as caliber using (caliber_id)
left join marts.dim_items as item on item.item_id = line.item_id
left join marts.dim_items as economic on economic.item_id = line.economic_item_id
left join marts.dim_regions as region on region.region_code = line.region_code
where line.budget_line_id = ?
"""
PLACE = """
select contract_id as contract, publisher, file_path, file_sha256, contract_json, encoding_evidence from marts.dim_exports where export_id = ?
"""
INDICATOR = """
select report.*, export.contract_id as contract, export.publisher, export.file_path, export.file_sha256, export.contract_json, export.encoding_evidence
from marts.fct_indicators as report left join marts.dim_exports as export using (export_id) where indicator_report_id = ?
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="budget_line_id, indicator_report_id or finding_id; an unambiguous beginning is enough")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    with released(home) as db:
        kind, full_id = _find(db, args.id)
        facts = _finding(db, home, full_id) if kind == "finding" else _row(db, home, kind, full_id)
    if args.json:
        print_json(facts)
    else:
        print_facts(facts)
    return 0


def _find(db: duckdb.DuckDBPyConnection, wanted: str) -> tuple[str, str]:
    found = [
        (kind, full_id)
        for kind, (table, key) in KINDS.items()
        for (full_id,) in db.execute(f"select {key} from {table} where starts_with({key}, ?) limit 2", [wanted]).fetchall()
    ]
    if not found:
        raise CommandFault(f"no amount, indicator or finding of the release has the id '{wanted}'; list some with `caliber findings`", 2)
    if len(found) > 1:
        raise CommandFault(f"'{wanted}' begins several ids: {', '.join(full_id for _, full_id in found)}", 2)
    return found[0]


def _row(db: duckdb.DuckDBPyConnection, home: Home, kind: str, full_id: str) -> dict[str, Any]:
    row = records(db, AMOUNT if kind == "amount" else INDICATOR, [full_id])[0]
    return {"kind": kind, "id": full_id, "row": row, "cell": printed_cell(home, row), "decisions": decisions(db, row)}


def finding_facts(db: duckdb.DuckDBPyConnection, wanted: str) -> dict[str, Any]:
    """A finding by the beginning of its id, with `cells`: the addresses it rests on."""
    kind, full_id = _find(db, wanted)
    if kind != "finding":
        raise CommandFault(f"'{wanted}' is an {kind} and no finding; list some with `caliber findings`", 2)
    finding = records(db, "select * from quality.fct_findings where finding_id = ?", [full_id])[0]
    return {**finding, "cells": [cell for cell in json.loads(finding["evidence"]).get("cells") or [] if cell]}


def find_row(db: duckdb.DuckDBPyConnection, row_id: str) -> tuple[str, dict[str, Any]]:
    """An amount or indicator report with file and contract, and which of the two it is."""
    kind, full_id = _find(db, row_id)
    return kind, records(db, AMOUNT if kind == "amount" else INDICATOR, [full_id])[0]


def _finding(db: duckdb.DuckDBPyConnection, home: Home, full_id: str) -> dict[str, Any]:
    finding = records(db, "select * from quality.fct_findings where finding_id = ?", [full_id])[0]
    rule = records(db, "select * from marts.dim_rules where rule_id = ?", [finding["rule_id"]])[0]
    evidence = json.loads(finding["evidence"])
    addresses = [cell for cell in evidence.get("cells") or [] if cell]
    cells = [_row(db, home, *_find(db, cell)) if isinstance(cell, str) else _place(db, home, cell) for cell in addresses[:SHOWN_CELLS]]
    return {
        "kind": "finding", "id": full_id, "finding": {**finding, "evidence": evidence}, "rule": rule, "cells": cells, "n_cells": len(addresses),
        "replies": replies(db, full_id), "background": _background(db, finding, cells),
    }  # fmt: skip


def _background(db: duckdb.DuckDBPyConnection, finding: dict[str, Any], cells: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Of the row that is judged, else of the first figure with an id of its own."""
    known = [cell for cell in cells if cell["kind"] in ("amount", "indicator")]
    judged = next((cell for cell in known if cell["id"] == finding["about_id"]), known[0] if known else None)
    return background(db, judged["kind"], judged["id"], judged["row"]) if judged else None


def _place(db: duckdb.DuckDBPyConnection, home: Home, address: dict[str, Any]) -> dict[str, Any]:
    """Evidence that is no amount of its own: a stated rate or growth, a control total, or a file as a whole."""
    export = records(db, PLACE, [address["export_id"]])[0]
    row = {**dict.fromkeys(("sheet", "row_number", "column_number", "column_name")), **export, **address}
    if row["row_number"] is None or row["column_number"] is None:
        return {"kind": "file", "id": address["export_id"], "row": row, "cell": {"texts": [], "note": "the file as a whole"}}
    return {"kind": "stated figure", "id": address["export_id"], "row": row, "cell": printed_cell(home, row)}


def printed_cell(home: Home, row: dict[str, Any]) -> dict[str, Any]:
    """The printed cells of the row as the raw bytes show them today: the proof that the address is right."""
    from pipelines.landing.reread import reread

    columns = [row["column_number"]] if row.get("column_number") else [place["column_number"] for place in json.loads(row["columns"]).values()]
    return reread(home, row["file_sha256"], row["contract_json"], row["sheet"] or "", row["row_number"], columns)
