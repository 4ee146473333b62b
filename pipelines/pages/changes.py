"""What changed since the release before: the comparison of `caliber diff`, for a page."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.pages.context import Context, Model
from pipelines.publication.changes import CAUSES, PARTS, ReleasesDiffer, compare

SHOWN = 25


def changes(context: Context) -> Model:
    """Every part with its largest differences. A kept release lies beside the one that is read; the first has none before it."""
    after = _file(context.release.db)
    before = None if after is None else _before(after)
    if before is None or after is None:
        return {"parts": None, "why_not": context.texts.say("only_release")}
    try:
        found = compare(before, after)
    except ReleasesDiffer as error:
        return {"parts": None, "why_not": str(error)}
    parts = {part: (len(rows), rows[:SHOWN]) for part, rows in found.parts.items()}
    return {"parts": parts, "order": list(PARTS), "causes": CAUSES, "before": found.before, "after": found.after}


def _file(db: duckdb.DuckDBPyConnection) -> Path | None:
    number = int(db.execute("select number from quality.release").fetchall()[0][0])
    opened = [Path(row[0]) for row in db.execute("select path from duckdb_databases() where path is not null").fetchall()]
    kept = [path.parent / "releases" / f"{number:04}.duckdb" for path in opened]
    return next((path for path in [*kept, *opened] if path.is_file() and path.parent.name == "releases"), None)


def _before(after: Path) -> Path | None:
    earlier = sorted(
        (path for path in after.parent.glob("*.duckdb") if path.stem.isdigit() and int(path.stem) < int(after.stem)), key=lambda path: int(path.stem)
    )
    return earlier[-1] if earlier else None
