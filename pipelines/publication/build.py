"""Run the dbt project in this process and let go of the database afterwards."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.publication.parsed_project import BuildError, parsed_project
from pipelines.settings import DBT_PROJECT, Home

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest


@dataclass(frozen=True)
class BuildResult:
    """How many models, seeds and tests ran, and the failed ones with their message."""

    passed: int
    failures: list[str]
    warnings: list[str]


def dbt_arguments(home: Home) -> list[str]:
    """Where dbt finds the landed rows and writes its files."""
    target = home.root / "work" / "dbt"
    return [
        "--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT), "--target-path", str(target),
        "--log-path", str(target / "logs"), "--log-level", "none", "--log-level-file", "none",
        "--vars", f"{{landed_dir: {home.landed.as_posix()!r}}}", "--quiet", "--no-write-json",
    ]  # fmt: skip


def set_environment(home: Home) -> None:
    """What the dbt profile reads, and telemetry off."""
    os.environ["CALIBER_WAREHOUSE"] = str(home.working_database)
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "False"
    os.environ.setdefault("DO_NOT_TRACK", "1")


# Unit tests of the models and tests of the seeds judge the project, not the data: `make test` runs them.
BUILD = ("build", "--exclude-resource-type", "unit_test", "--exclude", "path:seeds,resource_type:test")


def build(home: Home, command: Sequence[str] = BUILD, project: Manifest | None = None) -> BuildResult:
    """Seeds, models and tests into the working database; `project` where it has been loaded already, for this build alone: dbt writes into it.

    Raises:
        BuildError: naming what failed; the last release stays as it is.
    """
    from dbt.cli.main import dbtRunner

    home.prepare()
    set_environment(home)
    forget_unfinished(home.working_database)
    try:
        outcome = dbtRunner(manifest=project or parsed_project()).invoke([*command, *dbt_arguments(home)])
    finally:
        _let_go()
    if outcome.exception is not None:
        raise BuildError(f"dbt could not run: {outcome.exception}")
    results = list(getattr(outcome.result, "results", []))
    failures = [_sentence(result) for result in results if result.status in ("error", "fail", "runtime error")]
    warnings = [_sentence(result) for result in results if result.status == "warn"]
    if failures or not outcome.success:
        raise BuildError("the models or their tests failed:\n" + "\n".join(failures))
    return BuildResult(len(results) - len(warnings), failures, warnings)


def _let_go() -> None:
    """dbt keeps the database open for the life of the process, which would lock every other process out of it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import cleanup_connections, reset_adapters

    cleanup_connections()  # type: ignore[no-untyped-call]
    reset_adapters()  # type: ignore[no-untyped-call]
    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def forget_unfinished(database: Path) -> None:
    """The working database is made anew: what a killed run left behind can't colour this one."""
    for path in (database, database.with_name(database.name + ".wal")):
        path.unlink(missing_ok=True)


def _sentence(result: object) -> str:
    node = getattr(result, "node", None)
    return f"{getattr(node, 'name', '?')}: {getattr(result, 'message', '')}"
