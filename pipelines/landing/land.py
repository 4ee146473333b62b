"""Land one file under one contract edition: all its tables become parquet, or the whole file is parked with its reason."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contracts.contract import Edition
from pipelines.contracts.layout import Layout
from pipelines.contracts.vocabulary import vocabulary
from pipelines.decoding.decode import decode
from pipelines.decoding.grid import DECODER_VERSION, Decoded, Grid
from pipelines.landing.amounts import amount_queries, declared_year, line_facts
from pipelines.landing.columns import ColumnMap, map_columns, refuse_leftovers
from pipelines.landing.evidence import Stated, refuse_other_unit, with_printed_unit
from pipelines.landing.figures import money_sql, value_columns
from pipelines.landing.indicator_figures import Source
from pipelines.landing.indicators import indicator_rows
from pipelines.landing.labels import label_key
from pipelines.landing.lines import BLANKS, Tally, count_lines, filled_cells, load_lines, trimmed_columns
from pipelines.landing.matching import Assignment
from pipelines.landing.numbers import sql_text
from pipelines.landing.parking import park_grid_rows, park_lines, park_title, park_wrong_figures
from pipelines.landing.rows import assign_roles, classify
from pipelines.landing.schema import AMOUNTS, INDICATORS, PARKED
from pipelines.landing.table import Block, LayoutError, blocks, selected_grids

# Figure columns that are planned as one query.
AT_ONCE = 24


@dataclass
class Landing:
    """What one file became, before it is written."""

    decoded: Decoded
    tally: Tally = field(default_factory=Tally)
    stated: Stated = field(default_factory=Stated)
    formats: dict[str, Any] = field(default_factory=dict)
    money_in: Decimal = Decimal(0)
    queries: list[str] = field(default_factory=list)


def open_workbench(folder: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A private in-memory database with empty landed tables; `amounts` becomes a view once a file has landed.

    It reaches no file outside `folder` and no variable of the program: should words of a contract or a file ever be read as SQL, they find nothing.
    """
    db = duckdb.connect(config={"python_enable_replacements": False})
    reach = f"set allowed_directories = [{sql_text(f'{folder.absolute()}/')}]; " if folder else ""
    db.execute(f"{reach}set enable_external_access = false; set lock_configuration = true")
    for name, schema in (("no_amounts", AMOUNTS), ("indicators", INDICATORS), ("parked", PARKED)):
        db.register("empty", schema.empty_table())
        db.execute(f"create table {name} as select * from empty")
        db.unregister("empty")
    return db


def land(data: bytes, assignment: Assignment, db: duckdb.DuckDBPyConnection) -> Landing:
    """Decode and land one file into the tables amounts, indicators and parked of `db`.

    Raises:
        DecodingError, LayoutError: the whole file can't be landed; the caller parks it.
    """
    edition = assignment.resolved.edition
    layout = edition.layout
    decoded = decode_export(data, edition)
    landing = Landing(decoded)
    chosen = selected_grids(decoded.grids, layout, edition.years)
    for grid, said in chosen:
        found = blocks(grid, layout, "cjk_part_of_headers" in edition.repairs)
        landing.tally.read += _cells_outside(grid, found) + len(grid.parked)
        for block in found:
            _land_table(db, grid, block, replace(assignment, captured={**assignment.captured, **said}), landing)
        park_grid_rows(db, grid, landing.tally)
    for grid in decoded.grids:
        if not any(grid is read for read, _ in chosen):
            cells = filled_cells(trimmed_columns(grid.cells))
            landing.tally.read += cells
            landing.tally.ignored += cells
    _gather_amounts(db, landing.queries or ["from no_amounts"])
    _check_rows(edition, landing.tally)
    if edition.kind == "indicators":
        _check_indicators(db, landing.tally)
    else:
        _check_amounts(db)
    _note_years(db, edition, landing)
    landing.tally.check()
    return landing


def _gather_amounts(db: duckdb.DuckDBPyConnection, queries: list[str]) -> None:
    """One table of all figure columns. Few stay a view, which streams; planning many at once takes time in proportion to their square."""
    if len(queries) <= AT_ONCE:
        db.execute("create view amounts as " + " union all ".join(queries))
        return
    db.execute("create table amounts as from no_amounts")
    for start in range(0, len(queries), AT_ONCE):
        db.execute("insert into amounts " + " union all ".join(queries[start : start + AT_ONCE]))


def decode_export(data: bytes, edition: Edition) -> Decoded:
    """The file as its contract says it is to be read; the same bytes and edition give the same cells at the same addresses.

    Raises:
        DecodingError: as decode().
    """
    layout = edition.layout
    padded = max(layout.header_rows, default=0) if isinstance(layout.header_rows, list) else 0
    return decode(data, edition.format, padded if layout.header_find is None else 40, lambda text: _shows_header(text, layout))


def _land_table(db: duckdb.DuckDBPyConnection, grid: Grid, block: Block, assignment: Assignment, landing: Landing) -> None:
    declared = assignment.resolved.edition
    edition = with_printed_unit(declared, grid, block)
    mapped = map_columns(edition, block, grid.sheet)
    titles = [*grid.titles, *park_title(db, grid, block, landing.tally)] if block.number == 1 else []
    landing.tally.read += load_lines(db, grid, block, edition.layout, mapped)
    classify(db, edition.layout, mapped, block, grid.width, edition.caliber.get("period_basis"))
    titles += _lonely_texts(db, grid.width)
    refuse_other_unit(edition, mapped, titles if edition is declared else [], grid.sheet)
    refuse_leftovers(mapped, block, grid.sheet, _first_cells(db, grid.width))
    landing.stated.titles += titles if block.number == 1 else []
    assign_roles(db, edition.layout, mapped, block)
    landing.tally.landed += _header_cells(grid, block)
    park_lines(db, edition.format, mapped, grid)
    if edition.kind == "indicators":
        landing.formats |= indicator_rows(Source(db, edition, mapped, block, grid.sheet, assignment.captured, frozenset(grid.numeric)))
        count_lines(db, mapped, landing.tally, None)
    else:
        _land_amounts(db, grid, block, mapped, edition, assignment.captured, landing)


def _land_amounts(
    db: duckdb.DuckDBPyConnection, grid: Grid, block: Block, mapped: ColumnMap, edition: Edition, captured: dict[str, str], landing: Landing
) -> None:
    values, formats = value_columns(db, edition.format, mapped, grid.sheet, set(grid.numeric))
    landing.formats |= formats
    facts = f"facts_{len(landing.queries)}"
    line_facts(db, edition, mapped, captured, values, facts)
    landing.queries += amount_queries(edition, mapped, block.number, grid.sheet, facts)
    count_lines(db, mapped, landing.tally, facts)
    park_wrong_figures(db, mapped, grid.sheet, facts)
    landing.money_in += Decimal(db.execute(f"select coalesce(sum({money_sql(mapped)}), 0) from {facts}").fetchall()[0][0])


def _shows_header(text: str, layout: Layout) -> bool:
    """Whether a decoded text shows the non-ASCII words of the contract: the proof that it was decoded rightly."""
    fields = [layout.columns, *(place.columns for place in layout.indicators)]
    words = [rule.column for own in fields for rule in own.values()] + [column for rule in layout.amounts for column in rule.columns]
    telling = [label_key(word) for word in [*words, layout.header_find or ""] if isinstance(word, str) and not word.isascii()]
    shown = label_key(text[:100_000])
    return bool(telling) and all(part in shown for word in telling for part in word.replace("*", "/").split("/"))


def _lonely_texts(db: duckdb.DuckDBPyConnection, width: int) -> list[str]:
    every = ", ".join(f"c{i + 1}" for i in range(width))
    rows = db.execute(f"select coalesce({every}) from sorted_lines where fate = 'no_figures' and n_spoken + n_unspoken = 1 order by rn limit 20").fetchall()
    return [text for (text,) in rows]


def _first_cells(db: duckdb.DuckDBPyConnection, width: int) -> dict[int, tuple[int, str]]:
    shown = ", ".join(f"min(rn) filter (c{i + 1} is not null), arg_min(c{i + 1}, rn) filter (c{i + 1} is not null)" for i in range(width))
    row = db.execute(f"select {shown} from sorted_lines where fate = 'data'").fetchall()[0]
    return {i: (row[2 * i], row[2 * i + 1]) for i in range(width) if row[2 * i] is not None}


def _header_cells(grid: Grid, block: Block) -> int:
    return _filled_in(grid, block.headers)


def _cells_outside(grid: Grid, found: list[Block]) -> int:
    """Filled cells of the rows that are no data rows of any table: titles and headers."""
    ends = [0, *(block.last for block in found[:-1])]
    return _filled_in(grid, [place for end, block in zip(ends, found, strict=True) for place in range(end, block.first)])


def _filled_in(grid: Grid, places: list[int]) -> int:
    rows = grid.cells.take(places).to_pylist() if places else []
    return sum(1 for row in rows for cell in row.values() if cell and cell.strip(BLANKS))


def _check_rows(edition: Edition, tally: Tally) -> None:
    if tally.rows == 0:
        raise LayoutError("no_rows", "no data row was found below the header; correct layout.header_rows or ask the publisher for the file again")
    bounds = edition.expect.rows
    if bounds and not bounds[0] <= tally.rows <= bounds[1]:
        raise LayoutError("unexpected_rows", f"{tally.rows} data rows where the contract expects {bounds[0]} to {bounds[1]} (expect.rows)")


def _check_indicators(db: duckdb.DuckDBPyConnection, tally: Tally) -> None:
    """Nothing is lost: at least one landed row for each data line."""
    landed = db.execute("select count(distinct (sheet, table_number, row_number)) from indicators").fetchall()[0][0]
    if landed != tally.rows:
        raise LayoutError(
            "rows_lost", f"{tally.rows} lines of indicators read, {landed} landed; a fault of the landing, not of the file: report it with the file"
        )


def _check_amounts(db: duckdb.DuckDBPyConnection) -> None:
    wrong = db.execute(
        "select sheet, row_number, amount_printed, fiscal_year, unit_scale from amounts "
        "where fiscal_year is null or unit_scale is null or currency is null limit 1"
    ).fetchall()
    if not wrong:
        return
    sheet, row, text, year, scale = wrong[0]
    where = f"sheet '{sheet}', row {row} ('{text}')"
    if year is None:
        raise LayoutError("no_year", f"{where}: no fiscal year; give the edition one year, write {{year}} into `files`, or map the column `year`")
    known = ", ".join(vocabulary()["units"])
    raise LayoutError("no_unit", f"{where}: no {'scale' if scale is None else 'currency'}; say unit in the contract or print one of {known} in the unit column")


def _note_years(db: duckdb.DuckDBPyConnection, edition: Edition, landing: Landing) -> None:
    by_header = any(own.header_is == "year" for own in (*edition.layout.amounts, *edition.layout.indicators))
    if by_header or {"year", "period"} & set(edition.layout.columns):
        table = "indicators" if edition.kind == "indicators" else "amounts"
        landing.stated.years_in_columns |= {
            year for (year,) in db.execute(f"select distinct fiscal_year from {table} where fiscal_year is not null").fetchall()
        }


def export_facts(assignment: Assignment, landing: Landing | None) -> dict[str, Any]:
    """The columns of `exports` that describe contract and decoding."""
    edition = assignment.resolved.edition
    shown: dict[str, Any] = {
        "contract_id": edition.contract_id, "contract_sha256": assignment.resolved.sha256, "contract_json": assignment.resolved.canonical,
        "publisher": edition.publisher.name, "licence": edition.publisher.licence, "url": edition.publisher.url,
        "cadence": edition.publisher.cadence, "due": edition.publisher.due, "kind": edition.kind,
        "source_role": edition.source.role, "twin_of": edition.source.of, "region_declared": edition.region, "slot": assignment.slot,
        "declared_year": declared_year(edition, assignment.captured), "expected_years": json.dumps(edition.years), "decoder_version": DECODER_VERSION,
    }  # fmt: skip
    if landing is not None:
        decoded, tally = landing.decoded, landing.tally
        shown |= {
            "file_type": decoded.file_type, "encoding": decoded.encoding, "encoding_evidence": decoded.encoding_evidence, "delimiter": decoded.delimiter,
            "number_formats": json.dumps(landing.formats, ensure_ascii=False), "stated_years": json.dumps(landing.stated.years()),
            "stated_period": landing.stated.period(), "n_rows": tally.rows, "n_cells": tally.read, "n_cells_landed": tally.landed,
            "n_cells_ignored": tally.ignored, "n_cells_parked": tally.parked, "money_in": landing.money_in,
        }  # fmt: skip
    return shown
