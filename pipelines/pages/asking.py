"""Asking the release: every question is a file in queries/, its values are bound, and nothing a reader sends becomes SQL."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import duckdb

Row = dict[str, Any]
PARAMETER = re.compile(r"\$(\w+)")
PART = re.compile(r"\{(\w+)\}")
# Tables that a release may hold or not, with what ties their rows to a page.
FURTHER = {
    "organisation_credibility": ("quality", "fct_credibility", "organisation_id"),
    "region_attention": ("quality", "fct_attention", "region_code"),
    "organisation_attention": ("quality", "fct_attention", "organisation_id"),
}
SHOWN_FURTHER = 50


class NotFound(Exception):
    """No page, or nothing in the release, has this name."""


@cache
def question(name: str) -> str:
    """The text of queries/<name>.sql; `{part}` in it is the text of another one."""
    text = resources.files("pipelines.pages").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")
    return PART.sub(lambda part: question(part[1]), text)


class Release:
    """One connection to a release, for one page."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self.db = db

    def ask(self, name: str, **values: Any) -> list[Row]:
        """The rows of a question; values it does not name are left out."""
        text = question(name)
        named = {key: values.get(key) for key in PARAMETER.findall(text)}
        return self._rows(text, named)

    def one(self, name: str, **values: Any) -> Row:
        """The first row of a question.

        Raises:
            NotFound: there is none.
        """
        rows = self.ask(name, **values)
        if not rows:
            raise NotFound(f"{name}: {values}")
        return rows[0]

    def further(self, name: str, wanted: str) -> list[Row] | None:
        """Rows of a table that this release may not hold; None when it does not, or ties them to something else."""
        schema, table, key = FURTHER[name]
        held = self.db.execute("select column_name from duckdb_columns() where schema_name = ? and table_name = ?", [schema, table]).fetchall()
        if (key,) not in held:
            return None
        return self._rows(f"select * from {schema}.{table} where {key} = $wanted limit {SHOWN_FURTHER}", {"wanted": wanted})

    def _rows(self, text: str, values: dict[str, Any]) -> list[Row]:
        cursor = self.db.execute(text, values) if values else self.db.execute(text)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
