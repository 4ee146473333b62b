"""The public tables of a release as Parquet and CSV. Not here: what describes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

import duckdb

from pipelines.publication.release import PUBLIC_SCHEMAS

# Names of people are no open data: who replied, who owns a waiver, who reviewed a label. Nor are the examples that the borders give,
# in a column of their own and in their sentences: they show rows as they come, findings that are not public yet among them.
LEFT_OUT = {
    "fct_replies": ["who", "owner"],
    "dim_mappings": ["reviewer"],
    "fct_corrections": ["reviewer"],
    "fct_gate_results": ["examples", "sentence"],
}
# What would tell of a finding that is not public yet, wherever it stands.
PUBLIC_ROWS = {
    "fct_findings": "finding_id not in (select finding_id from withheld)",
    "fct_finding_history": "finding_id not in (select finding_id from withheld)",
    "fct_replies": "finding_id not in (select finding_id from withheld)",
    "fct_rule_results": """not (rule_id = 'rectification_overdue' and status = 'not_due')
        and (rule_id, subject_id) not in (select (rule_id, subject_id) from withheld)""",
    "fct_budget_recommendations": """not exists (select 1 from withheld as w
        where w.programme_id = t.programme_id and w.fiscal_year = t.fiscal_year)""",
    "fct_credibility": """not exists (select 1 from withheld as w
        where w.organisation_id = t.organisation_id and w.fiscal_year = t.fiscal_year)""",
    "fct_discrepancies": """not (status = 'unexplained' and exists (select 1 from withheld as w
        where w.export_id in (t.export_id, t.other_export_id) or w.other_export_id in (t.export_id, t.other_export_id)))""",
}
# Where supervisors mean to look is told to nobody beforehand.
NOT_PUBLIC = ["fct_attention"]
# A spreadsheet takes text that begins with one of these for a formula. The mark itself is marked too, so that one can always be taken away.
MARK = "'"
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", MARK)


@dataclass(frozen=True)
class Column:
    """One column as DuckDB knows it."""

    name: str
    type: str


@dataclass(frozen=True)
class Table:
    """One public table; `n_rows` of those that are published."""

    schema: str
    name: str
    columns: tuple[Column, ...]
    n_rows: int = 0

    @property
    def title(self) -> str:
        return f"{self.schema}.{self.name}"


def withhold(db: duckdb.DuckDBPyConnection, day: date) -> int:
    """Work out which findings are not public on that day; how many they are."""
    db.execute(resources.files("pipelines.open_data").joinpath("withheld.sql").read_text(encoding="utf-8"), {"day": day})
    return int(db.execute("select count(*) from withheld").fetchall()[0][0])


def public_tables(db: duckdb.DuckDBPyConnection) -> list[Table]:
    """Tables of the public schemas, without the columns that are left out."""
    rows = db.execute(
        """select schema_name, table_name, list((column_name, data_type) order by column_index) from duckdb_columns()
        where list_contains(?, schema_name) and not list_contains(?, table_name)
            and (schema_name, table_name) in (select (schema_name, table_name) from duckdb_tables())
        group by all order by all""",
        [list(PUBLIC_SCHEMAS), NOT_PUBLIC],
    ).fetchall()
    return [Table(schema, name, tuple(Column(*column) for column in columns if column[0] not in LEFT_OUT.get(name, ()))) for schema, name, columns in rows]


def write_table(db: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> Table:
    """Both files of a table, in an order that depends on nothing but its rows."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    cells = ", ".join(_cell(column) for column in table.columns)
    rows = f'from {table.schema}."{table.name}" as t where {PUBLIC_ROWS.get(table.name, "true")} order by all'
    parquet, csv = (_quoted(folder / kind / f"{table.name}.{kind}") for kind in ("parquet", "csv"))
    db.execute(f"copy (select {names} {rows}) to '{parquet}' (format parquet, compression zstd)")
    # Written from the other file, so that both have the same rows and the sorting is paid for once.
    db.execute(f"copy (select {cells} from read_parquet('{parquet}')) to '{csv}' (format csv, header, timestampformat '%Y-%m-%dT%H:%M:%SZ')")
    n_rows = db.execute(f"select count(*) from read_parquet('{parquet}')").fetchall()[0][0]
    return Table(table.schema, table.name, table.columns, int(n_rows))


def _cell(column: Column) -> str:
    if column.type != "VARCHAR":
        return f'"{column.name}"'
    risky = ", ".join(f"chr({ord(sign)})" for sign in RISKY)
    return f"""case when left("{column.name}", 1) in ({risky}) then '{MARK * 2}' || "{column.name}" else "{column.name}" end as "{column.name}" """


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
