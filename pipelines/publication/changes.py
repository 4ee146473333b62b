"""What changed between two releases, by how much and why. Both files are only read; the arithmetic stands in changes.sql."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from pipelines.publication.rows import records

PARTS = {
    "changes": "abs(share) desc nulls last, region_code, fiscal_year, kind, stage, cause",
    "moves": "abs(new_amount) desc, kind, old_code, old_name",
    "exports": "n_lines desc, cause, contract_id, file_path",
    "rules": "rule_id",
    "books": "what, book, edition",
    "findings": "what, abs(coalesce(difference_money, 0)) desc, finding_id",
    "balance": "currency",
}
TABLES = {"exports": "changed_exports", "rules": "changed_rules", "findings": "changed_findings", "books": "changed_books"}
CROSSWALKS = ("fct_item_crosswalks", "fct_region_crosswalks")
# In the words of people; the keys are what scripts see.
CAUSES = {
    "restated": "the publisher restated the file",
    "contract_changed": "the same bytes under a changed contract",
    "decoder_changed": "a newer Caliber decodes the same bytes differently",
    "model_changed": "a model, rule or seed gives the same landed row another amount or caliber",
    "reviewed_answer": "a reviewer said what a printed label means",
    "mapping_changed": "code book, aliases or regions give the same label another meaning",
    "new": "a new export",
    "withdrawn": "the export is no longer in the book",
    "set_aside": "the export can no longer be read and was set aside",
    "readable_now": "an export that had been set aside can be read",
    "parked": "a file was set aside",
    "rule_changed": "the rule is new, gone or in another version",
    "data_beside_it_changed": "figures it is held against changed",
}


class ReleasesDiffer(Exception):
    """A release lacks what a comparison needs: it was made by a Caliber of another time."""


@dataclass(frozen=True)
class Changes:
    """Everything that differs, part by part, each with its largest differences first; decimals are exact."""

    before: dict[str, Any]
    after: dict[str, Any]
    parts: dict[str, list[dict[str, Any]]]


def compare(before: Path, after: Path) -> Changes:
    """Hold two release files against each other.

    Raises:
        ReleasesDiffer: one of them has not the tables and columns that are compared.
    """
    with duckdb.connect() as db:
        for name, path in (("before", before), ("after", after)):
            db.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {name} (read_only)")
        try:
            return compare_attached(db)
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise ReleasesDiffer(f"{before.name} and {after.name} can't be held against each other: {str(error).splitlines()[0]}") from error


def compare_attached(db: duckdb.DuckDBPyConnection) -> Changes:
    """The same for two releases that are attached as `before` and `after`; only temporary tables are made."""
    folder = resources.files("pipelines.publication")
    db.execute(folder.joinpath("changes.sql").read_text(encoding="utf-8"))
    known = "select count(*) from duckdb_tables() where database_name in ('before', 'after') and list_contains(?, table_name)"
    # Releases of an older Caliber have no crosswalks.
    if db.execute(known, [CROSSWALKS]).fetchall()[0][0] == 2 * len(CROSSWALKS):
        db.execute(folder.joinpath("changed_crosswalks.sql").read_text(encoding="utf-8"))
    notes = [records(db, f"select number, published_at, caliber_version from {name}.quality.release")[0] for name in ("before", "after")]
    parts = {part: records(db, f"from {TABLES.get(part, part)} order by {order}") for part, order in PARTS.items()}
    return Changes(notes[0], notes[1], parts)
