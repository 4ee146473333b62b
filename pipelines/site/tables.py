"""The tables of an edition as a database, so that the pages ask them what they ask a release."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import duckdb

# What pages ask for that is no table of an edition, but follows from one.
FURTHER = ("caliber_words.sql",)


def open_tables(edition: Path) -> duckdb.DuckDBPyConnection:
    """The Parquet files that datapackage.json names, each as a view under its own schema. What the edition left out is not there."""
    package = json.loads((edition / "datapackage.json").read_text(encoding="utf-8"))
    db = duckdb.connect()
    db.execute("set timezone = 'UTC'")
    db.execute("set parquet_metadata_cache = true")
    for resource in package["resources"]:
        schema, table = resource["title"].split(".")
        path = str(edition / resource["parquet"]).replace("'", "''")
        db.execute(f"create schema if not exists {schema}")
        db.execute(f"create view {schema}.\"{table}\" as select * from read_parquet('{path}')")
    for name in FURTHER:
        db.execute(resources.files("pipelines.publication").joinpath(name).read_text(encoding="utf-8"))
    return db
