"""Try a contract on files without writing anything: what would be mapped, what is left over, which totals come out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contracts.contract import Edition
from pipelines.contracts.load import ResolvedEdition
from pipelines.contracts.words import REFERENCE
from pipelines.decoding.grid import DecodingError
from pipelines.landing.inbox import exports_in, read_once
from pipelines.landing.indicator_figures import FIGURES
from pipelines.landing.land import export_facts, land, open_workbench
from pipelines.landing.matching import Assignment, assignments
from pipelines.landing.snapshot import Delivery, deliveries
from pipelines.landing.statements import statement_controls
from pipelines.landing.table import LayoutError

TOTALS = """
select column_number as col, column_name as header, kind, measure, stage, recognition, account, row_role, fiscal_year, count(*) as figures,
    sum(amount_reported) as total, any_value(unit_scale) as scale, any_value(currency) as currency
from amounts group by all order by fiscal_year, col, row_role
"""
INDICATORS = """
select fiscal_year, row_role, count(*) as rows, count(target_value) as with_target, count(actual_value) as with_actual,
    sum(weight) as weights, sum(score_claimed) as scores
from indicators group by all order by all
"""
# Texts of figures that state no single figure: they land as texts without a value.
WORDS = " union all ".join(
    f"""
select '{name}' as field, {form} as form, count(*) as rows, min(row_number) as first_row, arg_min(left({name}_text, 60), row_number) as first_text
from indicators where {name}_text is not null and {value} is null group by all having count(*) > 0"""
    for name, value in FIGURES.items()
    for form in [{"actual": "actual_state", "target": "coalesce(target_operator, 'unparsable')"}.get(name, "'no figure'")]
)
PARKED = """
select reason, count(*) as rows, sum(n_cells)::bigint as cells, min(row_number) as first_row, arg_min(left(text, 60), row_number) as first_text,
    any_value(detail) as why
from parked group by reason order by rows desc
"""


# Lines that a column nobody mapped would tell apart: in the book they are one figure stated several times.
REPEATED = """
select count(*) as n_figures, sum(n)::bigint as n_rows, min(row_number) as first_row
from (
    select count(*) as n, min(row_number) as row_number from indicators where row_role = 'leaf'
    group by region_printed, organisation_code, organisation_name, programme_code, programme_name, objective, level_1, level_2, indicator_code,
        indicator_name, unit_text, fiscal_year, period_end, period_months, target_version, target_date
    having count(*) > 1
)
"""


def dry_run(editions: list[ResolvedEdition], inbox: Path, file: Path | None) -> list[dict[str, Any]]:
    """One report per file and edition. A file given by name is tried even where its path does not match `files`."""
    results: list[dict[str, Any]] = []
    for path in [file] if file else exports_in(inbox):
        name = path.relative_to(inbox).as_posix() if path.is_relative_to(inbox) else path.as_posix().lstrip("/")
        for delivery in _deliveries(name, path):
            results += _delivery(editions, inbox, delivery, tried=file is not None)
    return results


def _deliveries(name: str, path: Path) -> Iterator[Delivery]:
    try:
        yield from deliveries(name, read_once(path))
    except DecodingError as fault:
        yield Delivery(name, b"", None, fault.reason, fault.detail)


def _delivery(editions: list[ResolvedEdition], inbox: Path, delivery: Delivery, tried: bool) -> list[dict[str, Any]]:
    sha256 = hashlib.sha256(delivery.data).hexdigest()
    if delivery.reason is not None:
        return [{"file": delivery.path, "status": "parked", "reason": delivery.reason, "detail": delivery.detail}] if tried else []
    if delivery.members is not None:
        return []
    found = assignments(delivery.path, sha256, editions, inbox.name)
    if tried and not found:
        name = delivery.path.rsplit("/", 1)[-1]
        found = [Assignment(resolved, name, sha256, {}, name) for resolved in editions]
    return [_try(delivery.data, assignment) for assignment in found]


def _try(data: bytes, assignment: Assignment) -> dict[str, Any]:
    edition = assignment.resolved.edition
    shown: dict[str, Any] = {"file": assignment.path, "years": edition.years}
    if edition.kind == REFERENCE:
        return {**shown, "status": REFERENCE, "detail": edition.reason}
    with open_workbench() as db:
        try:
            landing = land(data, assignment, db)
            stated = statement_controls(db, edition, landing.decoded.grids, landing.formats)
        except (DecodingError, LayoutError) as fault:
            return {**shown, "status": "parked", "reason": fault.reason, "detail": fault.detail}
        facts = {name: value for name, value in export_facts(assignment, landing).items() if name != "contract_json"}
        tables = {name: _rows(db, query) for name, query in (("totals", TOTALS), ("indicators", INDICATORS), ("words", WORDS), ("parked", PARKED))}
        notes = [*_other_years(db, edition), *_repeated(db)]
        return {**shown, **facts, "status": "landed", **tables, "statements": [_statement(row) for row in stated], "notes": notes}


def _other_years(db: duckdb.DuckDBPyConnection, edition: Edition) -> Iterator[str]:
    """Lines may print years that their edition does not have; they land all the same, so it is said."""
    if not {"year", "period"} & set(edition.layout.columns):
        return
    found = db.execute("select distinct fiscal_year from (select fiscal_year from amounts union select fiscal_year from indicators) order by 1").fetchall()
    if other := [str(year) for (year,) in found if year not in edition.years]:
        yield f"lines of {', '.join(other)} land too, which `years` of the edition does not have; add them, or leave the lines out with ignore_rows"


def _repeated(db: duckdb.DuckDBPyConnection) -> Iterator[str]:
    figures, rows, first = db.execute(REPEATED).fetchall()[0]
    if figures:
        yield (
            f"{figures:,} indicators stand in {rows:,} rows with nothing to tell them apart (the first in row {first}); "
            "map the column that does: who reports, what for, of which period"
        )


def _statement(row: dict[str, Any]) -> dict[str, Any]:
    place = f"{row['sheet']} row {row['row_number']}" if row["sheet"] else "not found"
    return {"statement": row["control_name"], "text": row["expected"], "table": row["observed"], "tolerance": row["tolerance"], "where": place}


def _rows(db: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = db.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
