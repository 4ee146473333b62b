"""Readers are never blocked and never see half a run, and a run that was killed leaves nothing behind that could be seen."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import duckdb
from conftest import run, start

# Moments differ between two runs of the same inputs; nothing else may.
OF_THE_RUN = {"release"}


def release_number(home: Path) -> int:
    """Asked in a process of its own, as any analyst would."""
    answer = run("sql", "select number from quality.release", "--json", "--home", str(home))
    assert answer.code == 0, answer.err
    return int(answer.json[0]["number"])


def differing_tables(one: Path, other: Path) -> list[str]:
    """Public tables whose rows are not the same, moments left out."""
    with duckdb.connect() as db:
        for name, home in (("one", one), ("other", other)):
            db.execute(f"attach '{home / 'published' / 'warehouse.duckdb'}' as {name} (read_only)")
        tables = db.execute(
            "select distinct schema_name || '.' || table_name, table_name from duckdb_tables() where database_name in ('one', 'other') order by 1"
        ).fetchall()
        assert len(tables) > 15
        return [table for table, name in tables if name not in OF_THE_RUN and _differ(db, table)]


def _differ(db: duckdb.DuckDBPyConnection, table: str) -> bool:
    schema, name = table.split(".")
    found = db.execute(
        "select column_name from duckdb_columns() where database_name = 'one' and schema_name = ? and table_name = ? and not starts_with(data_type, 'TIMESTAMP') order by 1",
        [schema, name],
    ).fetchall()
    shown = ", ".join(f'"{column}"' for (column,) in found)
    either = [f"(select {shown} from {left}.{table} except all select {shown} from {right}.{table})" for left, right in (("one", "other"), ("other", "one"))]
    return bool(db.execute(f"select (select count(*) from {either[0]}) + (select count(*) from {either[1]})").fetchall()[0][0])


def test_a_reader_is_neither_blocked_nor_in_the_way(second: Any) -> None:
    assert second.errors == []
    assert len(second.seen) > 10, "the reader read all along"
    assert set(second.seen) == {second.seen[0]} == {second.after}, "an open connection keeps the state it opened"
    assert second.seen[0][0] == 1
    assert max(second.waits) < 5, "no question waited for the run"
    assert release_number(second.home) == 2, "who opens it now sees the new release"


def test_the_previous_release_is_kept(second: Any) -> None:
    assert sorted(path.name for path in (second.home / "published" / "releases").glob("*.duckdb")) == ["0001.duckdb", "0002.duckdb"]


def test_two_runs_at_once_are_refused_by_name(second: Any) -> None:
    import fcntl

    with (second.home / "work" / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = run("run", "--sample", "--home", str(second.home))
    assert answer.code == 1
    assert "another run is going on" in answer.err


def test_a_run_killed_at_any_point_and_started_again_gives_the_same_release(first: Any, second: Any, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(first.home, home)
    chance = random.Random(20240331)
    for half in range(2):
        process = start("run", "--inbox", str(second.inbox), "--home", str(home))
        time.sleep(second.seconds * (half + chance.random()) / 2)
        process.send_signal(signal.SIGKILL)
        try:
            process.communicate(timeout=60)
        except subprocess.TimeoutExpired:  # a child of the killed run may hold its output open
            process.kill()
        assert release_number(home) in (1, 2), "readers have a whole release at any time"
    answer = run("run", "--inbox", str(second.inbox), "--home", str(home))
    assert answer.code == 0, answer.err[-3000:]
    assert differing_tables(second.home, home) == []
