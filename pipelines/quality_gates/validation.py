"""The only file that knows Great Expectations: suites judged over SQL in DuckDB. Takes seconds to import, so import it where it is used."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import great_expectations as gx
from great_expectations.compatibility.pydantic import ValidationError
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.exceptions.exceptions import ExpectationNotFoundError
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.registry import get_expectation_impl, list_registered_expectation_implementations
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.pool import StaticPool
from sqlalchemy.types import NullType

from pipelines.quality_gates.suites import Check, Suite, SuiteError

if TYPE_CHECKING:
    import duckdb

EXAMPLES = 20
# Its own temporary folders are no news to whoever runs the line; this module of it sets its level itself.
logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Verdict:
    """What became of one check. `fault` says why it could not be judged; `observed` is the figure of a check about the whole table."""

    check: Check
    success: bool
    n_unexpected: int = 0
    observed: Any = None
    examples: list[dict[str, Any]] = field(default_factory=list)
    fault: str | None = None


class _Connection:
    """The open DuckDB connection, cursor at the same time, as SQLAlchemy sees it.

    Great Expectations gives a connection back before it fetches from it, and the rollback that comes with that throws the rows away
    ('list index out of range', great_expectations issue 11579). We only read: there is nothing to begin, to end or to close.
    """

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self.db: duckdb.DuckDBPyConnection | None = db

    def __getattr__(self, name: str) -> Any:
        return getattr(self.db, name)

    @property
    def description(self) -> list[tuple[Any, ...]]:
        """Types by name: SQLAlchemy remembers them for good, and may not hold DuckDB's own objects."""
        return [(name, str(kind), *rest) for name, kind, *rest in self.__getattr__("description") or []]

    def execute(self, statement: str, parameters: Any = ()) -> None:
        self.__getattr__("execute")(statement, list(parameters))

    def cursor(self) -> _Connection:
        return self

    def commit(self) -> None:
        """Nothing to do, as for the next two."""

    rollback = close = commit


class DuckDBDialect(PGDialect):
    """DuckDB's SQL for SQLAlchemy, as far as judging needs it: PostgreSQL's, without what only a PostgreSQL server answers.

    duckdb-engine 0.17 would do as well (with the same connection), but leaves DuckDB in memory when the process ends, which DuckDB 2.0
    complains of on every exit.
    """

    name, driver, default_paramstyle = "duckdb", "caliber", "qmark"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Any:
        return SimpleNamespace(paramstyle="qmark", Error=RuntimeError)

    def initialize(self, connection: Any) -> None:
        """No server to ask for its version and settings."""

    def get_columns(self, connection: Any, table_name: str, schema: str | None = None, **_: Any) -> Any:
        found = connection.exec_driver_sql(f"describe {table_name}").fetchall()
        return [{"name": name, "type": NullType(), "nullable": True, "default": None} for name, *_ in found]


registry.register("duckdb.caliber", __name__, "DuckDBDialect")


@contextmanager
def open_judge(db: duckdb.DuckDBPyConnection) -> Iterator[SQLDatasource]:
    """A data source over `db` in a context that lives in memory, reports to nobody and shows no progress bars."""
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    connection = _Connection(db)
    try:
        options = {"creator": lambda: connection, "poolclass": StaticPool}
        yield context.data_sources.add_sql("duckdb", connection_string="duckdb+caliber://", kwargs=options)  # type: ignore[call-arg]
    finally:
        # Great Expectations keeps the context for the life of the process; the database must not be kept with it.
        connection.db = None


def judge(source: SQLDatasource, db: duckdb.DuckDBPyConnection, suite: Suite) -> list[Verdict]:
    """Judge the view that bears the name of the suite: yes or no first, in few queries; counts and addresses of what failed only.

    Raises:
        SuiteError: an expectation is unknown or has the wrong arguments.
    """
    checks = suite.checks()
    expectations = [_expectation(suite, check, place) for place, check in enumerate(checks)]
    batch = source.add_table_asset(suite.name, table_name=suite.name).add_batch_definition_whole_table("all").get_batch()
    passed = _results(batch, expectations, {"result_format": "BOOLEAN_ONLY"})
    failed = {place: expectations[place] for place, result in passed.items() if not result.success and _fault(result) is None}
    details = _details(batch, db, suite, failed)
    return [_verdict(db, suite, check, details.get(place, passed[place])) for place, check in enumerate(checks)]


def _expectation(suite: Suite, check: Check, place: int) -> Expectation:
    try:
        return get_expectation_impl(check.type)(**check.kwargs, severity=FailureSeverity(check.severity), meta={"place": place})
    except ExpectationNotFoundError as fault:
        near = difflib.get_close_matches(check.type, list_registered_expectation_implementations(), n=1)
        advice = f"; did you mean '{near[0]}'?" if near else ""
        raise SuiteError(f"{suite.file}: unknown expectation '{check.type}'{advice}") from fault
    except ValidationError as fault:
        places = "; ".join(f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}" for error in fault.errors())
        raise SuiteError(f"{suite.file}: {check.type}: {places}") from fault


def _results(batch: Batch, expectations: list[Expectation], result_format: dict[str, Any]) -> dict[int, Any]:
    """Results by place in the suite; Great Expectations returns them in an order of its own."""
    outcome = batch.validate(gx.ExpectationSuite(name="suite", expectations=expectations), result_format=result_format)
    results: list[Any] = outcome.results
    return {result.expectation_config.meta["place"]: result for result in results}


def _details(batch: Batch, db: duckdb.DuckDBPyConnection, suite: Suite, failed: dict[int, Expectation]) -> dict[int, Any]:
    """The failed ones once more, now with counts and addresses: most runs never ask for them."""
    if not failed:
        return {}
    wanted = {"result_format": "COMPLETE", "unexpected_index_column_names": _identifying(db, suite), "partial_unexpected_count": EXAMPLES}
    return _results(batch, list(failed.values()), wanted)


def _identifying(db: duckdb.DuckDBPyConnection, suite: Suite) -> list[str]:
    """The addressing columns that are there; the one that is not has failed by itself."""
    present = {row[0] for row in db.execute(f"describe {suite.name}").fetchall()}
    return [name for name in suite.identified_by if name in present]


def _verdict(db: duckdb.DuckDBPyConnection, suite: Suite, check: Check, result: Any) -> Verdict:
    fault = _fault(result)
    if result.success or fault is not None:
        return Verdict(check, bool(result.success), fault=fault)
    observed = result.result.get("observed_value")
    rows = observed if check.type == "unexpected_rows_expectation" else result.result.get("unexpected_count", 0)
    return Verdict(check, False, int(rows), observed, _examples(db, suite, check, result.result))


def _fault(result: Any) -> str | None:
    """Why a check could not be judged. One exception comes flat, those of several metrics come by metric."""
    info = result.exception_info or {}
    if "raised_exception" in info:
        return str(info["exception_message"]) if info["raised_exception"] else None
    return "; ".join(sorted({str(entry["exception_message"]).strip() for entry in info.values()})) or None


def _examples(db: duckdb.DuckDBPyConnection, suite: Suite, check: Check, details: dict[str, Any]) -> list[dict[str, Any]]:
    """Addresses of failing rows: index columns and judged column, or what the query of the check selects."""
    if check.type == "expect_compound_columns_to_be_unique":
        return _repeated(db, suite, check.kwargs["column_list"])
    rows = details.get("unexpected_index_list") or details.get("details", {}).get("unexpected_rows") or []
    return [dict(row) for row in rows[:EXAMPLES]]


def _repeated(db: duckdb.DuckDBPyConnection, suite: Suite, columns: list[str]) -> list[dict[str, Any]]:
    """Rows that share `columns` with another row: over SQL Great Expectations counts them, but has no addresses for them."""
    shown, key = ", ".join(dict.fromkeys([*_identifying(db, suite), *columns])), ", ".join(columns)
    found = db.execute(f"select {shown} from {suite.name} qualify count(*) over (partition by {key}) > 1 order by {key} limit {EXAMPLES}")
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
