"""What people decided about one amount or finding: what its labels mean, what is known to be wrong with it, what was replied."""

from __future__ import annotations

from typing import Any

import duckdb

from pipelines.commands.reading import money, records

MAPPING = """
select label_kind, means, reviewer, reviewed_on, note, place from marts.dim_mappings
where label_kind = ? and system is not distinct from ? and code_printed is not distinct from ? and label_printed is not distinct from ?
    and (label_kind = 'item' or region_declared is not distinct from ?)
"""
REPLIES = "select * from quality.fct_replies where finding_id = ? order by reply_number"
HELD = "select count(*) from duckdb_tables() where table_name = ?"
CORRECTIONS = "select * from marts.fct_corrections where ? in (budget_line_id, indicator_report_id) order by correction_id"


def decisions(db: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Reviewed answers and corrections of an amount or indicator report; none in a release made before there were any."""
    if "indicator_report_id" in row:
        return corrections(db, row["indicator_report_id"])
    found: list[dict[str, Any]] = []
    asked = {
        "mapping_method": ("item", row["item_system"], row["item_code_printed"], row["item_name_printed"], None),
        "economic_mapping_method": ("item", row["economic_system"], row["economic_code_printed"], row["economic_name_printed"], None),
        "region_mapping_method": ("region", None, None, row["region_printed"], row["region_declared"]),
    }
    for method, words in asked.items():
        if row[method] == "reviewed":
            found += [{"decision": "reviewed", **answer} for answer in records(db, MAPPING, words)]
    return found + corrections(db, row["budget_line_id"])


def corrections(db: duckdb.DuckDBPyConnection, row_id: str) -> list[dict[str, Any]]:
    """What is kept of a row as known to be wrong."""
    return [{"decision": "correction", **entry} for entry in records(db, CORRECTIONS, [row_id])] if holds(db, "fct_corrections") else []


def replies(db: duckdb.DuckDBPyConnection, finding_id: str) -> list[dict[str, Any]]:
    """Replies to a finding in order; none in a release made before there were any."""
    return records(db, REPLIES, [finding_id]) if holds(db, "fct_replies") else []


def holds(db: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether the release has such a table; one made before there was any has not."""
    return bool(db.execute(HELD, [table]).fetchall()[0][0])


def reply_line(reply: dict[str, Any]) -> str:
    """One line, for people."""
    until = f" until {reply['expires_on']}, {reply['owner']} answers for it" if reply["action"] == "waive" else ""
    file = f" by {reply['corrected_file']}" if reply["corrected_file"] else ""
    return f"{reply['action']}{file}{until}: {reply['reason'] or '–'} ({reply['who']}, {reply['role']}, {reply['replied_at']:%Y-%m-%d}; {reply['outcome']})"


def owed_line(finding: dict[str, Any]) -> str:
    """Since when, until when, and whether it came before."""
    due = f", answer due on {finding['due_on']}{' (overdue)' if finding['is_overdue'] else ''}" if finding["due_on"] else ""
    verdict = f", {finding['verdict']} by a supervisor" if finding["verdict"] else ""
    repeat = f", repeat of {finding['repeat_of']}" if finding["is_repeat"] else ""
    return f"since {finding['opened_on']}{due}{verdict}{repeat}"


def decision_lines(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """One line each, for people."""
    return [(entry["decision"], _mapping(entry) if entry["decision"] == "reviewed" else _correction(entry)) for entry in found]


def _mapping(entry: dict[str, Any]) -> str:
    note = f"; {entry['note']}" if entry["note"] else ""
    return f"means {entry['means']}, said {entry['reviewer']} on {entry['reviewed_on']} ({entry['place']}{note})"


def _correction(entry: dict[str, Any]) -> str:
    believed = entry["believed_right"] if entry["field"] else entry["believed_amount"]
    right = f"{money(believed)} is believed right" if believed is not None else "what is right is not known"
    return (
        f"{entry['correction_id']}, {entry['status']}, {entry['state']}: {right}; {entry['reason']}; {entry['evidence']} "
        f"({entry['reviewer']}, {entry['reviewed_on']})"
    )
