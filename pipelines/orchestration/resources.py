"""Resources: the workspace, to look at or reserved for one run, and the dbt project. Not here: what is done with them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject

from pipelines.line import AlreadyRunning, only_run
from pipelines.publication.build import dbt_arguments, set_environment
from pipelines.publication.parsed_project import PARTS, BuildError
from pipelines.settings import DBT_PROJECT, Home, default_home, default_inbox

# The limits of the pools stand in dagster.yaml, beside this module.
LANDING_POOL = "landing"
DUCKDB_WRITER_POOL = "duckdb_writer"
# A fault of the moment (a reader that holds the working database, a full disk) is worth a second try; a fault of the data is not.
RETRIES = dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)
POLL_SECONDS = 1.0


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


class ReservedWorkspace(Workspace):
    """The workspace, reserved from the first to the last step of a run: what one step checked, no other run changes before the next."""

    patience_seconds: float = 1800.0

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Self]:
        """Waits while another run, `caliber run` for one, works in the workspace.

        Raises:
            AlreadyRunning: it still does after `patience_seconds`.
        """
        give_up_at = time.monotonic() + self.patience_seconds
        with ExitStack() as reserved:
            while not self._reserve(reserved, may_wait=time.monotonic() < give_up_at):
                time.sleep(POLL_SECONDS)
            yield self

    def _reserve(self, reserved: ExitStack, may_wait: bool) -> bool:
        try:
            reserved.enter_context(only_run(self.home))
        except AlreadyRunning:
            if not may_wait:
                raise
            return False
        return True


def workspaces() -> dict[str, Workspace]:
    """The workspace the environment names (CALIBER_HOME, CALIBER_INBOX): to look at, and to work in."""
    home = default_home()
    root, inbox = str(home.root), str(default_inbox(home))
    return {"workspace": Workspace(home_folder=root, inbox_folder=inbox), "reserved": ReservedWorkspace(home_folder=root, inbox_folder=inbox)}


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
    places = [DBT_PROJECT / name for name in PARTS]
    files = [found for place in places for found in (place, *place.rglob("*"))]
    return manifest.stat().st_mtime > max(path.stat().st_mtime for path in files)


def _parse(home: Home, manifest: Path) -> None:
    """Parsed aside and put in place by one rename: other processes may be loading the graph at this moment.

    Raises:
        BuildError: with what dbt says about the project.
    """
    manifest.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=manifest.parent, prefix="parsing-") as aside:
        command = [_dbt_executable(), "parse", *dbt_arguments(home), "--write-json", "--target-path", aside, "--log-path", aside]
        outcome = subprocess.run(command, capture_output=True, text=True, check=False)
        if outcome.returncode != 0:
            raise BuildError(f"dbt can't read the project:\n{outcome.stdout}{outcome.stderr}")
        (Path(aside) / "manifest.json").replace(manifest)
