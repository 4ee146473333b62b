"""What the models get of replies: the ledger as a landed table, what the last release held of findings, and the day deadlines are judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import parquet

from pipelines.decisions.ledger import Reply, read_ledger
from pipelines.landing.schema import HISTORY, MOMENT, REPLIES
from pipelines.publication.release import current_release
from pipelines.settings import Home

# Open findings past their deadline and waivers past their end, seen from a later day than the release was made for.
FALLS_DUE = """
select count(*) from quality.fct_findings
where (state in ('open', 'confirmed') and not is_overdue and due_on < ?) or (state = 'waived' and waived_until < ?)
"""
LAST_REPLY = "select reply_number, sha256 from quality.fct_replies order by reply_number desc limit 1"
COLUMNS = "select column_name from duckdb_columns() where schema_name = 'quality' and table_name = 'fct_finding_history'"
PUBLISHED = "select count(*) from duckdb_tables() where schema_name = 'quality' and table_name = ?"


def read_replies(home: Home) -> list[Reply]:
    """The ledger of the workspace, held against the last release.

    Raises:
        LedgerError: a line was changed, taken out or put in.
    """
    return read_ledger(home.replies, anchor(home))


def anchor(home: Home) -> tuple[int, str] | None:
    """Number and hash of the last reply that the release knows: a ledger that lost its end is noticed by it."""
    rows = _asked(home, "fct_replies", LAST_REPLY)
    return (int(rows[0][0]), str(rows[0][1])) if rows else None


def _asked(home: Home, table: str, question: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Rows of the release; none where there is none, or one made before there was such a table."""
    if not home.published.exists():
        return []
    with duckdb.connect(str(home.published), read_only=True) as db:
        if not db.execute(PUBLISHED, [table]).fetchall()[0][0]:
            return []
        return db.execute(question, list(values)).fetchall()


def decision_tables(home: Home) -> list[Path]:
    """The landed tables a release is known by. The history is none of them: it follows from the release before."""
    return [path for name in ("replies", "moment") if (path := _table(home, name)).exists()]


def _table(home: Home, name: str) -> Path:
    return home.landed / name / f"_{name}.parquet"


def write_replies(home: Home, replies: Sequence[Reply]) -> None:
    """The ledger as a table, put in place by one rename."""
    rows = [{**asdict(reply), "replied_at": _moment(reply.at), "expires_on": _day(reply.expires_on)} for reply in replies]
    _write(home, "replies", pa.Table.from_pylist([{name: row[name] for name in REPLIES.names} for row in rows], schema=REPLIES))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _write(home: Home, name: str, table: pa.Table) -> None:
    target = _table(home, name)
    unfinished = target.with_suffix(".part")
    parquet.write_table(table, unfinished)
    unfinished.replace(target)


def remember(home: Home) -> None:
    """What the current release holds of findings, open and closed: the memory of the next one. Read again only after a new release."""
    release = current_release(home)
    known = str(release.number) if release else "none"
    target = _table(home, "history")
    if target.exists() and (parquet.read_schema(target).metadata or {}).get(b"release") == known.encode():
        return
    table = _history(home) if release else HISTORY.empty_table()
    _write(home, "history", table.replace_schema_metadata({"release": known}))


def _history(home: Home) -> pa.Table:
    with duckdb.connect(str(home.published), read_only=True) as db:
        held = {name for (name,) in db.execute(COLUMNS).fetchall()}
        if not held:
            return HISTORY.empty_table()
        # A release of an older Caliber may lack a column.
        columns = ", ".join(name if name in held else f"null as {name}" for name in HISTORY.names)
        return db.sql(f"select {columns} from quality.fct_finding_history order by rule_id, subject_id").to_arrow_table().cast(HISTORY)


def judged_by(home: Home) -> date | None:
    """The day of the last run, by which its deadlines and waivers were judged."""
    path = _table(home, "moment")
    days = parquet.read_table(path).column("as_of").to_pylist() if path.exists() else []
    return days[0] if days else None


def judge_by(home: Home, day: date) -> None:
    """Set the day."""
    if judged_by(home) != day:
        _write(home, "moment", pa.table({"as_of": [day]}, schema=MOMENT))


def falls_due(home: Home, day: date) -> bool:
    """Whether a deadline or waiver of the release ends before `day` that had not ended when it was made."""
    rows = _asked(home, "fct_findings", FALLS_DUE, [day, day])
    return bool(rows and rows[0][0])
