"""Rows of a release as mappings. Not here: how they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb


def records(db: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
    """One mapping a row, by the names of the columns."""
    cursor = db.execute(query, dict(parameters) if isinstance(parameters, Mapping) else list(parameters))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
