"""Write a release: a new file beside the old ones, in a storage format old clients can read, then one atomic rename."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import duckdb

from pipelines import __version__
from pipelines.settings import Home

PUBLIC_SCHEMAS = ("marts", "quality")
PUBLISHED_SEEDS = {"caliber_conversions": "dim_conversions", "caliber_source_preferences": "dim_source_preferences"}
MACRO_FILES = (
    "caliber_words.sql",
    "macros_calibers.sql",
    "macros.sql",
    "macros_months.sql",
    "macros_growth.sql",
    "macros_sums.sql",
    "macros_choices.sql",
    "macros_series.sql",
)
# What a page or an explanation looks single rows up by. Ids are hashes, so without an index each look would read the whole column.
INDEXES = (
    ("marts", "fct_budget_lines", "budget_line_id"),
    ("marts", "fct_indicators", "indicator_report_id"),
    ("quality", "fct_findings", "finding_id"),
    ("quality", "fct_finding_history", "finding_id"),
    ("quality", "fct_finding_history", "cause_id"),
    ("quality", "fct_replies", "finding_id"),
)
# DuckDB 1.1 and later read this storage format; the default of 2.0 can't be read by 1.x clients.
STORAGE_VERSION = "v1.0.0"
# The one readers see and those before it that can still be compared with it.
KEPT_RELEASES = 5


@dataclass(frozen=True)
class Release:
    """One published state: its number, its file and the fingerprint of all inputs."""

    number: int
    path: Path
    fingerprint: str
    published_at: str


def current_release(home: Home) -> Release | None:
    """The release readers see, or None before the first one."""
    if not home.published.exists():
        return None
    with duckdb.connect(str(home.published), read_only=True) as db:
        row = db.execute("select number, fingerprint, published_at::varchar from quality.release").fetchall()[0]
    return Release(int(row[0]), home.published, str(row[1]), str(row[2]))


def kept_releases(home: Home) -> dict[int, Path]:
    """The releases that are still there, by number."""
    return {int(path.stem): path for path in sorted(home.releases.glob("[0-9]*.duckdb"))}


def publish(home: Home, fingerprint: str) -> Release:
    """Copy the public schemas of the working database into a numbered file and put it in place by renames only.

    Readers keep the snapshot they have open; a crash before the last rename leaves the old release untouched.
    """
    previous = current_release(home)
    release = Release((previous.number if previous else 0) + 1, home.published, fingerprint, datetime.now(UTC).isoformat(timespec="seconds"))
    home.releases.mkdir(parents=True, exist_ok=True)
    unfinished = home.releases / f".{release.number:04d}.{os.getpid()}.part"
    unfinished.unlink(missing_ok=True)
    _write(unfinished, home, release)
    numbered = home.releases / f"{release.number:04d}.duckdb"
    unfinished.replace(numbered)
    _swap(numbered, home.published)
    _forget_old(home, release.number)
    return release


def _write(target: Path, home: Home, release: Release) -> None:
    with duckdb.connect() as db:
        db.execute(f"attach '{_quoted(home.working_database)}' as work (read_only)")
        db.execute(f"attach '{_quoted(target)}' as release (storage_version '{STORAGE_VERSION}')")
        for schema in PUBLIC_SCHEMAS:
            db.execute(f"create schema release.{schema}")
            for (table,) in _tables(db, schema):
                db.execute(f'create table release.{schema}."{table}" as select * from work.{schema}."{table}"')
        _write_gates(db, home)
        _write_release(db, release)
        db.execute("use release")
        # One commit for all: each by itself would be written through to the disk.
        db.execute("begin")
        _write_calibers(db)
        for text in _macros():
            db.execute(text)
        db.execute("commit")
        write_indexes(db)
        db.execute("use memory")
        db.execute("checkpoint release")
        db.execute("detach release")


def _tables(db: duckdb.DuckDBPyConnection, schema: str) -> list[tuple[str]]:
    return db.execute(
        "select table_name from duckdb_tables() where database_name = 'work' and schema_name = ? "
        "union select view_name from duckdb_views() where database_name = 'work' and schema_name = ? order by 1",
        [schema, schema],
    ).fetchall()


def _write_gates(db: duckdb.DuckDBPyConnection, home: Home) -> None:
    reports = sorted((home.root / "work" / "gates").glob("*.parquet"))
    if reports:
        files = ", ".join(f"'{_quoted(path)}'" for path in reports)
        db.execute(f"create table release.quality.fct_gate_results as select * from read_parquet([{files}], union_by_name = true)")


def _write_release(db: duckdb.DuckDBPyConnection, release: Release) -> None:
    db.execute(
        "create table release.quality.release as select ?::int as number, ?::timestamptz::timestamp as published_at, ? as fingerprint, ? as caliber_version",
        [release.number, release.published_at, release.fingerprint, __version__],
    )


def write_indexes(db: duckdb.DuckDBPyConnection) -> None:
    """Indexes over the tables of the database in use."""
    for schema, table, column in INDEXES:
        db.execute(f"create index {table}_by_{column} on {schema}.{table} ({column})")


def _write_calibers(db: duckdb.DuckDBPyConnection) -> None:
    """The rules of conversion and of choice as tables, and what is compiled from them."""
    from pipelines.calibers.algebra import standard_algebra
    from pipelines.calibers.compiler import statements
    from pipelines.calibers.rules import load_rules

    for seed, table in PUBLISHED_SEEDS.items():
        db.execute(f"create table marts.{table} as select * from work.seeds.{seed}")
    for statement in statements(standard_algebra(), load_rules()):
        db.execute(statement)


def _macros() -> list[str]:
    """The SQL files beside this module; what the first ones make the later ones use."""
    return [resources.files("pipelines.publication").joinpath(name).read_text(encoding="utf-8") for name in MACRO_FILES]


def _swap(numbered: Path, published: Path) -> None:
    """A second name for the numbered file, renamed over the public one; a copy where the file system knows no hard links."""
    beside = published.with_name(f".{published.name}.{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    try:
        os.link(numbered, beside)
    except OSError:
        beside.write_bytes(numbered.read_bytes())
    beside.replace(published)
    note = {"release": numbered.name}
    (published.parent / "release.json").write_text(json.dumps(note) + "\n", encoding="utf-8")


def _forget_old(home: Home, newest: int) -> None:
    for number, path in kept_releases(home).items():
        if number <= newest - KEPT_RELEASES:
            path.unlink()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
