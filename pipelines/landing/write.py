"""Landed rows become parquet under their key; a file lands once per (bytes, contract edition, decoder version)."""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import parquet

from pipelines.contracts.contract import ControlTotal
from pipelines.contracts.words import REFERENCE
from pipelines.decoding.grid import DecodingError
from pipelines.landing.inbox import printable
from pipelines.landing.land import Landing, export_facts, land, open_workbench
from pipelines.landing.matching import Assignment
from pipelines.landing.numbers import sql_text
from pipelines.landing.schema import AMOUNTS, CONTROLS, EXPORTS, FOLDERS
from pipelines.landing.statements import statement_controls
from pipelines.landing.table import LayoutError

# A sentence with a quoted cell; the cell itself may be as long as a book.
LONGEST_DETAIL = 1000


@dataclass(frozen=True)
class Outcome:
    """What became of one file: landed, parked, or known as no export (`reference`), and why."""

    landed_key: str
    path: str
    contract_id: str | None
    status: str
    reason: str | None = None
    detail: str | None = None


def is_landed(folder: Path, landed_key: str) -> bool:
    """The exports file is written last: where it exists, everything of the key does."""
    return (folder / "exports" / f"{landed_key}.parquet").exists()


def land_file(folder: Path, assignment: Assignment, data: bytes) -> Outcome:
    """Land one file and write it; a file that can't be landed is written as parked, with its reason; one that is no export is noted as such."""
    if assignment.resolved.edition.kind == REFERENCE:
        return _note_reference(folder, assignment, len(data))
    with open_workbench(folder) as db:
        try:
            landing = land(data, assignment, db)
            controls = _controls(db, assignment, landing)
            for name in ("parked", "amounts", "indicators"):
                _copy(db, folder, name, assignment)
            amounts, money = db.execute("select (select count(*) from amounts), (select coalesce(sum(money), 0) from parked)").fetchall()[0]
        except (DecodingError, LayoutError) as fault:
            return park_file(folder, assignment, len(data), fault.reason, fault.detail)
        except (OSError, duckdb.IOException):
            # The disk, not the file: nothing more can be landed.
            raise
        except Exception as unforeseen:
            # Nobody foresaw it, and the files beside it must not wait for who mends it: parked with its place, as loudly as any other.
            return park_file(folder, assignment, len(data), "unforeseen_fault", _place(unforeseen))
    _write(folder, "controls", assignment.landed_key, controls)
    facts = {**export_facts(assignment, landing), "status": "landed", "n_amounts": amounts, "money_parked": money}
    _write_export(folder, assignment, len(data), facts)
    return Outcome(assignment.landed_key, assignment.path, assignment.resolved.edition.contract_id, "landed")


def _note_reference(folder: Path, assignment: Assignment, size: int) -> Outcome:
    """A file that its contract knows and calls no export: the reason stands where that of a parked file would."""
    reason = assignment.resolved.edition.reason
    _write_export(folder, assignment, size, {**export_facts(assignment, None), "status": REFERENCE, "parked_detail": reason})
    return Outcome(assignment.landed_key, assignment.path, assignment.resolved.edition.contract_id, REFERENCE, detail=reason)


def _place(fault: Exception) -> str:
    where = traceback.extract_tb(fault.__traceback__)[-1]
    said = str(fault).strip().split("\n")[0]
    return f"{type(fault).__name__} in {Path(where.filename).name}:{where.lineno}: {said}; a fault of the landing, not of the file: report it with the file"


def park_file(folder: Path, assignment: Assignment, size: int, reason: str, detail: str) -> Outcome:
    """A file as a whole that could not be landed. Rows written before that was known are taken away."""
    for name in ("parked", "amounts", "indicators", "controls"):
        (folder / name / f"{assignment.landed_key}.parquet").unlink(missing_ok=True)
    detail = printable(detail[:LONGEST_DETAIL])
    facts = {**export_facts(assignment, None), "status": "parked", "parked_reason": reason, "parked_detail": detail}
    _write_export(folder, assignment, size, facts)
    return Outcome(assignment.landed_key, assignment.path, assignment.resolved.edition.contract_id, "parked", reason, detail)


def park_unclaimed(folder: Path, landed_key: str, path: str, sha256: str, size: int, reason: str, detail: str) -> None:
    """A file that no contract governs, or an archive or a member of one that was not opened."""
    facts = {
        "landed_key": landed_key, "export_id": f"no-contract:{path}@{sha256[:8]}", "slot": f"no-contract|{path}", "file_path": path,
        "file_name": Path(path).name,
        "file_sha256": sha256, "file_bytes": size, "status": "parked", "parked_reason": reason, "parked_detail": detail, "source_role": "primary",
    }  # fmt: skip
    _write(folder, "exports", landed_key, pa.Table.from_pylist([facts], schema=EXPORTS))


def _write_export(folder: Path, assignment: Assignment, size: int, facts: dict[str, Any]) -> None:
    own = {
        "landed_key": assignment.landed_key, "export_id": assignment.export_id, "file_path": assignment.path, "file_name": Path(assignment.path).name,
        "file_sha256": assignment.sha256, "file_bytes": size,
    }  # fmt: skip
    row = {**dict.fromkeys(EXPORTS.names), **own, **facts}
    _write(folder, "exports", assignment.landed_key, pa.Table.from_pylist([row], schema=EXPORTS))


def _copy(db: duckdb.DuckDBPyConnection, folder: Path, name: str, assignment: Assignment) -> None:
    """Large tables go straight from DuckDB to parquet, in the order of the file."""
    if not db.execute(f"select count(*) from {name}").fetchall()[0][0]:
        return
    target = folder / name / f"{assignment.landed_key}.parquet"
    unfinished = target.with_suffix(f".{os.getpid()}.part")
    key, export_id = sql_text(assignment.landed_key), sql_text(assignment.export_id)
    shown = f"select * replace ({key} as landed_key, {export_id} as export_id) from {name}"
    db.execute(f"copy ({shown}) to {sql_text(str(unfinished))} (format parquet, compression zstd)")
    unfinished.replace(target)


def _write(folder: Path, name: str, key: str, table: pa.Table) -> None:
    target = folder / name / f"{key}.parquet"
    unfinished = target.with_suffix(f".{os.getpid()}.part")
    parquet.write_table(table.cast(FOLDERS[name]), unfinished, compression="zstd")
    unfinished.replace(target)


def _controls(db: duckdb.DuckDBPyConnection, assignment: Assignment, landing: Landing) -> pa.Table:
    edition = assignment.resolved.edition
    rows = [_control(db, control) for control in edition.expect.control_totals]
    rows += statement_controls(db, edition, landing.decoded.grids, landing.formats)
    keyed = [{**dict.fromkeys(CONTROLS.names), **row, "landed_key": assignment.landed_key, "export_id": assignment.export_id} for row in rows]
    return pa.Table.from_pylist(keyed, schema=CONTROLS)


def _control(db: duckdb.DuckDBPyConnection, control: ControlTotal) -> dict[str, Any]:
    tests = [f"row_role = {sql_text(control.role)}", "measure = 'amount'"]
    if control.column is not None:
        tests.append(f"column_number = {control.column}" if isinstance(control.column, int) else f"column_name = {sql_text(control.column)}")
    for name, pattern in control.where.items():
        if name not in AMOUNTS.names:
            raise LayoutError(
                "unknown_field", f"expect.control_totals '{control.name}': '{name}' is not a landed column; use one of {', '.join(AMOUNTS.names)}"
            )
        tests.append(f"regexp_matches({name}, {sql_text(pattern)})")
    observed = db.execute(f"select coalesce(sum(amount_reported), 0) from amounts where {' and '.join(tests)}").fetchall()[0][0]
    return {
        "control_name": control.name, "source": "contract",
        "control_sentence": f"{control.role} figures of {control.column or 'all columns'} {control.where or ''} must add up to {control.equals}",
        "observed": Decimal(observed), "expected": control.equals, "tolerance": control.tolerance,
    }  # fmt: skip
