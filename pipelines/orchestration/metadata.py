"""Metadata: what the pages of Dagster show beside each materialisation, read from what the step wrote. No figure is worked out here that the book lacks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import dagster as dg
import duckdb

from pipelines.quality_gates.gate import GateResult
from pipelines.settings import Home

# Rows, cells and money of landed files; money of different units is shown per currency by the release, not here.
FILES = """
select file_path, export_id, status, parked_reason, parked_detail, file_sha256, n_rows, n_cells, n_cells_landed, n_cells_ignored, n_cells_parked, n_amounts,
    money_in, money_parked
from read_parquet($folder) where list_contains($keys, landed_key) order by export_id
"""
BOOK = """
select count(*) as n_exports, count(*) filter (where status = 'parked') as n_exports_parked, coalesce(sum(n_rows), 0)::bigint as n_rows,
    coalesce(sum(n_cells), 0)::bigint as n_cells, coalesce(sum(n_cells_landed), 0)::bigint as n_cells_landed,
    coalesce(sum(n_cells_parked), 0)::bigint as n_cells_parked
from read_parquet($folder)
"""
PARKED_REASONS = """
select coalesce(parked_reason, '') as reason, count(*) as n_exports, string_agg(file_path, ', ' order by file_path) as files
from read_parquet($folder) where status = 'parked' group by parked_reason order by n_exports desc, reason
"""
BALANCE = """
select currency, sum(rows_in)::bigint as rows_in, sum(rows_unmapped)::bigint as rows_unmapped, sum(money_in) as money_in, sum(money_unmapped) as money_unmapped,
    sum(money_difference) as difference, coalesce(sum(money_unmapped) / nullif(sum(money_in), 0), 0) as unmapped_share
from quality.fct_reconciliation where step = 'harmonised' group by currency order by currency
"""

DUTIES = """
select status, publisher, contract_id, region_code, fiscal_year, due_date, n_days_late
from quality.fct_duties where status in ('missing', 'late', 'parked', 'due') order by status, n_days_late desc, contract_id, region_code, fiscal_year
"""


def landing_facts(home: Home, landed_keys: Sequence[str]) -> dict[str, Any]:
    """What became of the deliveries of one partition: one line a version, and the hashes they are known by."""
    rows = _rows(FILES, home, keys=list(landed_keys))
    parked = [f"{row['parked_reason']}: {row['parked_detail']}" for row in rows if row["status"] == "parked"]
    return {
        "deliveries": len(rows), "rows": _total(rows, "n_rows"), "cells": _total(rows, "n_cells"), "cells_parked": _total(rows, "n_cells_parked"),
        "amounts": _total(rows, "n_amounts"), "sha256": ", ".join(row["file_sha256"] for row in rows), "parked_reasons": "\n".join(parked) or "none",
        "files": as_table(rows),
    }  # fmt: skip


def book_facts(home: Home) -> dict[str, Any]:
    """What all deliveries together hold, and why some are parked."""
    facts = _rows(BOOK, home)[0]
    return {**facts, "dagster/row_count": int(facts["n_rows"]), "parked": as_table(_rows(PARKED_REASONS, home))}


def release_facts(home: Home) -> dict[str, Any]:
    """The balance of the release by currency: rows and money in, and the share without a mapping."""
    with duckdb.connect(str(home.published), read_only=True) as db:
        return {"balance": as_table(_fetch(db.execute(BALANCE)))}


def duty_facts(home: Home) -> dict[str, Any]:
    """How many files are missing, late, parked and due, and which."""
    with duckdb.connect(str(home.published), read_only=True) as db:
        rows = _fetch(db.execute(DUTIES))
    return {**{status: sum(row["status"] == status for row in rows) for status in ("missing", "late", "parked", "due")}, "files": as_table(rows)}


def gate_facts(judged: Sequence[GateResult]) -> dict[str, Any]:
    """What a suite found: how much was judged, and each failed expectation with its sentence and the addresses of examples."""
    failed = [result for result in judged if not result.success]
    shown = [{**asdict(result), "examples": json.dumps(result.examples, ensure_ascii=False, default=str)} for result in failed]
    return {"expectations": len(judged), "failed": len(failed), "failures": as_table(shown)}


def as_table(rows: Sequence[Mapping[str, Any]]) -> dg.MetadataValue[Any]:
    """Records as a table; figures as text, so that no cent is lost on the way to the page."""
    if not rows:
        return dg.MetadataValue.text("none")
    return dg.MetadataValue.table([dg.TableRecord({name: _text(value) for name, value in row.items()}) for row in rows])


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)


def _rows(query: str, home: Home, **parameters: Any) -> list[dict[str, Any]]:
    with duckdb.connect() as db:
        return _fetch(db.execute(query, {"folder": str(home.landed / "exports" / "*.parquet"), **parameters}))


def _fetch(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _total(rows: Sequence[Mapping[str, Any]], name: str) -> int:
    return sum(row[name] or 0 for row in rows)
