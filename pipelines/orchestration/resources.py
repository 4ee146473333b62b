"""Resources: the workspace, the dbt project and the wait for a workspace that is busy. Not here: what is done in it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject

from pipelines.line import AlreadyRunning, only_run
from pipelines.publication.build import BuildError, dbt_arguments, set_environment
from pipelines.settings import DBT_PROJECT, Home, default_home, default_inbox

# The limits of the pools stand in dagster.yaml, beside this module.
LANDING_POOL = "landing"
DUCKDB_WRITER_POOL = "duckdb_writer"
# A fault of the moment (a reader that holds the working database, a full disk) is worth a second try; a fault of the data is not.
RETRIES = dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)
BUSY_RETRIES, BUSY_SECONDS = 30, 20

MANIFEST_DEPENDS_ON = ("dbt_project.yml", "profiles.yml", "models", "macros", "seeds", "tests")


class Workspace(dg.ConfigurableResource[Any]):
    """Where the line reads deliveries and keeps everything else."""

    home_folder: str
    inbox_folder: str

    @property
    def home(self) -> Home:
        return Home(Path(self.home_folder))

    @property
    def inbox(self) -> Path:
        return Path(self.inbox_folder)

    @contextmanager
    def alone(self) -> Iterator[Home]:
        """The home, while no other run works in it; a step that finds it busy gives way and is tried again later."""
        try:
            with only_run(self.home):
                yield self.home
        except AlreadyRunning as busy:
            raise dg.RetryRequested(max_retries=BUSY_RETRIES, seconds_to_wait=BUSY_SECONDS) from busy


def workspace() -> Workspace:
    """The workspace the environment names (CALIBER_HOME, CALIBER_INBOX)."""
    home = default_home()
    return Workspace(home_folder=str(home.root), inbox_folder=str(default_inbox(home)))


def prepared_project(home: Home) -> DbtProject:
    """The dbt project with a manifest as new as its files, so that a fresh clone needs no step by hand."""
    home.prepare()
    set_environment(home)
    project = DbtProject(DBT_PROJECT, target_path=home.root / "work" / "dagster_dbt")
    if not _is_current(project.manifest_path):
        _parse(home, project.manifest_path)
    return project


def dbt_resource(project: DbtProject) -> DbtCliResource:
    """The dbt that belongs to this Python: its folder need not be on the PATH."""
    return DbtCliResource(project_dir=project, dbt_executable=_dbt_executable())


def _dbt_executable() -> str:
    beside = Path(sys.executable).with_name("dbt")
    return str(beside) if beside.exists() else "dbt"


def _is_current(manifest: Path) -> bool:
    """Folders count too: a deleted model changes nothing else."""
    if not manifest.exists():
        return False
    places = [DBT_PROJECT / name for name in MANIFEST_DEPENDS_ON]
    files = [found for place in places for found in (place, *place.rglob("*"))]
    return manifest.stat().st_mtime > max(path.stat().st_mtime for path in files)


def _parse(home: Home, manifest: Path) -> None:
    """Parsed aside and put in place by one rename: other processes may be loading the graph at this moment.

    Raises:
        BuildError: with what dbt says about the project.
    """
    manifest.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=manifest.parent, prefix="parsing-") as aside:
        command = [_dbt_executable(), "parse", *dbt_arguments(home), "--target-path", aside, "--log-path", aside]
        outcome = subprocess.run(command, capture_output=True, text=True, check=False)
        if outcome.returncode != 0:
            raise BuildError(f"dbt can't read the project:\n{outcome.stdout}{outcome.stderr}")
        (Path(aside) / "manifest.json").replace(manifest)
