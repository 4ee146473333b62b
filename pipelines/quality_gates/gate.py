"""One border judged: every suite of it, as a report that can stop the line and is kept beside the workspace."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
from pyarrow import parquet

from pipelines.landing.schema import FOLDERS
from pipelines.quality_gates.suites import Border, Check, Severity, Suite, load_suites
from pipelines.settings import EXPECTATIONS, Home

if TYPE_CHECKING:
    from pipelines.quality_gates.validation import Verdict

SHOWN = 3
COLUMNS: dict[str, pa.DataType] = {
    **dict.fromkeys(("border", "suite", "expectation", "column_name", "severity"), pa.string()),
    "success": pa.bool_(), "n_rows": pa.int64(), "n_unexpected": pa.int64(), "examples": pa.string(), "sentence": pa.string(),
}  # fmt: skip


@dataclass(frozen=True)
class GateResult:
    """One check of one suite. `examples` are addresses of failing rows, at most twenty."""

    suite: str
    expectation: str
    column: str | None
    severity: Severity
    success: bool
    n_rows: int
    n_unexpected: int
    examples: list[dict[str, Any]]
    sentence: str


@dataclass(frozen=True)
class GateReport:
    """All checks of one border."""

    border: Border
    results: list[GateResult]

    @property
    def blocking_failures(self) -> list[GateResult]:
        """What stops the line."""
        return [result for result in self.results if not result.success and result.severity == "critical"]

    @property
    def warnings(self) -> list[GateResult]:
        """What is said aloud and lets the line go on."""
        return [result for result in self.results if not result.success and result.severity == "warning"]


def check_border(border: Border, home: Home, folder: Path = EXPECTATIONS) -> GateReport:
    """Judge all suites of a border and write the report to work/gates/<border>.parquet.

    Raises:
        SuiteError: a suite is at fault, not the data.
        FileNotFoundError: there is no working database to judge.
    """
    suites = load_suites(border, folder)
    with _open(border, home) as (db, unreadable):
        from pipelines.quality_gates.validation import judge, open_judge

        results: list[GateResult] = []
        with open_judge(db) as source:
            for suite in suites:
                fault = _show(db, suite)
                if fault is not None:
                    results.append(_unreadable(suite, [fault, *unreadable]))
                    continue
                n_rows = db.execute(f"select count(*) from {suite.name}").fetchall()[0][0]
                results += [_result(suite, verdict, n_rows) for verdict in judge(source, db, suite)]
    report = GateReport(border, results)
    _write(report, home)
    return report


@contextmanager
def _open(border: Border, home: Home) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[str]]]:
    """A connection in which the tables of the border have the names that suites use, and what of them could not be read."""
    if border == "marts" and not home.working_database.exists():
        raise FileNotFoundError(f"{home.working_database}: no working database; build the models first")
    with _connect(border, home) as db:
        yield db, _landed_tables(db, home) if border == "landed" else []


def _connect(border: Border, home: Home) -> duckdb.DuckDBPyConnection:
    if border == "marts":
        return duckdb.connect(str(home.working_database), read_only=True)
    # What does not fit into memory would else be spilled into the folder one happens to be in.
    return duckdb.connect(config={"temp_directory": str(home.root / "work")})


def _landed_tables(db: duckdb.DuckDBPyConnection, home: Home) -> list[str]:
    """Figures are read where they are; the small tables only once, since opening hundreds of files is what takes the time."""
    unreadable: list[str] = []
    for name in FOLDERS:
        files = str(home.landed / name / "*.parquet").replace("'", "''")
        try:
            db.execute(f"create temp {'view' if name == 'amounts' else 'table'} {name} as select * from read_parquet('{files}', union_by_name = true)")
        except duckdb.Error as fault:
            unreadable.append(f"{name}: {_first_line(fault)}")
    return unreadable


def _show(db: duckdb.DuckDBPyConnection, suite: Suite) -> str | None:
    """Make the view of the suite; the fault where its table can't be read."""
    try:
        db.execute(f"create temp view {suite.name} as {suite.rows}")
    except duckdb.Error as fault:
        return _first_line(fault)
    return None


def _first_line(fault: duckdb.Error) -> str:
    return str(fault).split("\n", maxsplit=1)[0]


def _unreadable(suite: Suite, faults: list[str]) -> GateResult:
    sentence = f"{suite.name}: {suite.table or 'its query'} can't be read: {'; '.join(faults)}. {suite.remedy} ({suite.file})"
    return GateResult(suite.name, "table_can_be_read", None, "critical", False, 0, 0, [], sentence)


def _result(suite: Suite, verdict: Verdict, n_rows: int) -> GateResult:
    check = verdict.check
    column = check.column or ", ".join(check.kwargs.get("column_list", [])) or None
    place = f"{suite.name}, {column}" if column else suite.name
    sentence = check.why if verdict.success else f"{place}: {_failure(check, verdict, n_rows)} {suite.remedy} ({suite.file})"
    return GateResult(suite.name, check.type, column, check.severity, verdict.success, n_rows, verdict.n_unexpected, verdict.examples, sentence)


def _failure(check: Check, verdict: Verdict, n_rows: int) -> str:
    """What failed, how often and where: an answer to what, and the start of an answer to why."""
    if verdict.fault is not None:
        return f"could not be judged: {verdict.fault.rstrip('.')}. {check.why}"
    if not verdict.n_unexpected:
        return f"{check.type} found {verdict.observed}. {check.why}"
    places = "; ".join(", ".join(f"{name} {value!r}" for name, value in example.items()) for example in verdict.examples[:SHOWN])
    return f"{verdict.n_unexpected:,} of {n_rows:,} rows. {check.why} At {places}."


def _write(report: GateReport, home: Home) -> None:
    rows = [_row(report.border, result) for result in report.results]
    target = home.root / "work" / "gates" / f"{report.border}.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}.part")
    parquet.write_table(pa.Table.from_pylist(rows, schema=pa.schema(COLUMNS)), unfinished)
    unfinished.replace(target)


def _row(border: Border, result: GateResult) -> dict[str, Any]:
    facts = asdict(result)
    return {**facts, "border": border, "column_name": facts.pop("column"), "examples": json.dumps(result.examples, ensure_ascii=False, default=str)}
