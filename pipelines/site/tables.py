"""The tables of an edition as a database, so that the pages ask them what they ask a release."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import duckdb

from pipelines.publication.release import write_indexes

# What pages ask for that is no table of an edition, but follows from one.
FURTHER = ("caliber_words.sql",)


@contextmanager
def open_tables(edition: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The Parquet files that datapackage.json names, each as a table under its own schema, for as long as pages are written. What the
    edition left out is not there."""
    package = json.loads((edition / "datapackage.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(str(Path(folder) / "edition.duckdb")) as db:
        db.execute("set timezone = 'UTC'")
        for resource in package["resources"]:
            schema, table = resource["title"].split(".")
            path = str(edition / resource["parquet"]).replace("'", "''")
            db.execute(f"create schema if not exists {schema}")
            db.execute(f"create table {schema}.\"{table}\" as select * from read_parquet('{path}')")
        for name in FURTHER:
            db.execute(resources.files("pipelines.publication").joinpath(name).read_text(encoding="utf-8"))
        write_indexes(db)
        yield db
