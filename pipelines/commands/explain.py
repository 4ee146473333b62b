"""`caliber explain ID`: from an amount, an indicator or a finding back to the printed cell, re-read from the raw bytes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import duckdb

from pipelines.commands.decisions import decision_lines, decisions, owed_line, replies, reply_line
from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import console, money, print_json, records, released
from pipelines.contracts.vocabulary import CALIBER_DIMENSIONS
from pipelines.settings import Home

KINDS = {
    "amount": ("marts.fct_budget_lines", "budget_line_id"),
    "finding": ("quality.fct_findings", "finding_id"),
    "indicator": ("marts.fct_indicators", "indicator_report_id"),
}
# A finding over few figures shows all of each; over more, one line each.
DETAILED, SHOWN_CELLS = 3, 25
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
        _print(facts)
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
    decided = decisions(db, row) if kind == "amount" else []
    return {"kind": kind, "id": full_id, "row": row, "cell": printed_cell(home, row), "decisions": decided}


def _finding(db: duckdb.DuckDBPyConnection, home: Home, full_id: str) -> dict[str, Any]:
    finding = records(db, "select * from quality.fct_findings where finding_id = ?", [full_id])[0]
    rule = records(db, "select * from marts.dim_rules where rule_id = ?", [finding["rule_id"]])[0]
    evidence = json.loads(finding["evidence"])
    addresses = [cell for cell in evidence.get("cells") or [] if cell]
    cells = [_row(db, home, *_find(db, cell)) if isinstance(cell, str) else _place(db, home, cell) for cell in addresses[:SHOWN_CELLS]]
    return {
        "kind": "finding", "id": full_id, "finding": {**finding, "evidence": evidence}, "rule": rule, "cells": cells, "n_cells": len(addresses),
        "replies": replies(db, full_id),
    }  # fmt: skip


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


def _print(facts: dict[str, Any]) -> None:
    out = console()
    if facts["kind"] != "finding":
        _print_row(out, facts, "")
        return
    finding, rule = facts["finding"], facts["rule"]
    evidence = finding["evidence"]
    out.print(
        f"[bold]Finding {facts['id']}[/]  {finding['rule_id']} v{finding['rule_version']}  {finding['evidence_class']} / {finding['severity']}"
        f"  state: {finding['state']}"
    )
    out.print(f"  {finding['subject']}".replace("[", "\\["))
    out.print(f"  {evidence['sentence_en']}".replace("[", "\\["))
    out.print(f"  {evidence['sentence_zh']}".replace("[", "\\["))
    out.print(f"  rule         {rule['sentence_en']}  ({rule['citation']}; certainty {rule['certainty']})".replace("[", "\\["))
    out.print(f"  observed     {money(finding['observed'])}   expected {money(finding['expected'])}   difference {money(finding['difference'])}")
    if finding.get("opened_on") is not None:
        out.print(f"  owed         {owed_line(finding)}")
    for reply in facts["replies"]:
        out.print(f"  reply        {reply_line(reply)}".replace("[", "\\["))
    for alternative in evidence.get("alternatives") or []:
        out.print(f"  could also be  {alternative}".replace("[", "\\["))
    out.print(
        f"\n[bold]The {facts['n_cells']} figures it rests on[/]" + ("" if facts["n_cells"] <= len(facts["cells"]) else f" (the first {len(facts['cells'])})")
    )
    if len(facts["cells"]) <= DETAILED:
        for cell in facts["cells"]:
            _print_row(out, cell, "  ")
        return
    for cell in facts["cells"]:
        out.print(f"  {_one_line(cell)}".replace("[", "\\["))
    out.print(f"\ncaliber explain {facts['cells'][0]['id']}   (any of these ids) shows its caliber, item, conversion and file", style="dim")


def _print_row(out: Any, facts: dict[str, Any], indent: str) -> None:
    row, cell = facts["row"], facts["cell"]
    lines = {"amount": _amount_lines, "indicator": _indicator_lines}.get(facts["kind"], lambda _: [])(row)
    out.print(f"{indent}[bold]{facts['kind']} {facts['id']}[/]")
    lines += decision_lines(facts.get("decisions", []))
    file_name = Path(row["file_path"]).name
    place = ", ".join(
        part
        for part in (
            row["sheet"],
            f"row {row['row_number']}" if row["row_number"] else "all rows",
            (f"column {row['column_number']}" + (f" '{row['column_name']}'" if row["column_name"] else "")) if row.get("column_number") else "",
        )
        if part
    )
    lines += [
        ("landed row", f"{place} of {file_name}, contract {row['contract']}"),
        ("file", f"{row['file_path']}   sha256 {row['file_sha256']}"),
        (
            "printed",
            cell["note"] if cell.get("note") else f"{' | '.join(map(repr, cell['texts']))}   (re-read from the stored bytes: {row['encoding_evidence']})",
        ),
    ]
    for name, text in lines:
        out.print(f"{indent}  {name:<12} {text}".replace("[", "\\["))


def _one_line(facts: dict[str, Any]) -> str:
    row = facts["row"]
    name = row.get("item_name_printed") or row.get("economic_name_printed") or row.get("indicator_name") or ""
    printed = " | ".join(map(str, facts["cell"]["texts"])) or facts["cell"]["note"]
    place = f"{row['sheet'] or Path(row['file_path']).name} row {row['row_number']}" + (f" column {row['column_number']}" if row.get("column_number") else "")
    return f"{facts['id']}  {row['row_role']:<11} {name:<30} printed '{printed}'  {place}"


def _amount_lines(row: dict[str, Any]) -> list[tuple[str, str]]:
    caliber = {name: row[f"caliber_{name}"] for name in (*CALIBER_DIMENSIONS, "unit", "classification")}
    words = [f"{name}={word}" for name, word in caliber.items() if word not in (None, "unknown")]
    missing = [name for name, word in caliber.items() if word in (None, "unknown")]
    item = _mapping(row["item_code_mapped"], row["item_name"], row["mapping_method"], row["item_code_printed"], row["item_name_printed"])
    economic = _mapping(
        row["economic_code_mapped"], row["economic_item_name"], row["economic_mapping_method"], row["economic_code_printed"], row["economic_name_printed"]
    )
    shown = [
        (
            "mart row",
            f"{money(row['amount'])} {row['currency']}   {row['kind']}, {row['row_role']}, {row['region_code']} {row['region_name'] or ''}, "
            f"fiscal year {row['fiscal_year']}, period to {row['period_end']}",
        ),
        ("caliber", ", ".join(words) + (f"; unknown: {', '.join(missing)}" if missing else "")),
        ("item", item),
    ]
    if row["economic_code_printed"] or row["economic_name_printed"]:
        shown.append(("economic", economic))
    return [
        *shown,
        (
            "conversion",
            f"{money(row['amount_reported'])} × {money(row['unit_scale'])} = {money(row['amount'])} (exact, X01 unit), reported text '{row['amount_printed']}'",
        ),
    ]


def _mapping(code: str | None, name: str | None, method: str, printed_code: str | None, printed_name: str | None) -> str:
    return f"{code or ''} {name or ''} ({method}; printed: {printed_code or ''} {printed_name or ''})".strip()


def _indicator_lines(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        ("mart row", f"{row['region_code']} {row['fiscal_year']}  {row['indicator_name']}"),
        (
            "target",
            f"{row['target_text']} → {row['target_operator']} {money(row['target_value'])}   actual {row['actual_text']} → {money(row['actual_value'])}",
        ),
        ("score", f"claimed {money(row['score_claimed'])}, recomputed {money(row['score_recomputed'])}, weight {money(row['weight'])}"),
    ]
