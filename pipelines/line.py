"""The straight line, step by step: receive, land, build, check, publish. The command and Dagster call the same steps."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.intake import Intake, Progress, land_all, take_in, to_land
from pipelines.publication.build import build
from pipelines.publication.parsed_project import BuildError, parsed_ahead
from pipelines.publication.release import Release, publish
from pipelines.quality_gates.beside import JudgeBeside
from pipelines.quality_gates.gate import GateReport, check_border
from pipelines.settings import Home
from pipelines.unchanged import inputs_fingerprint, unchanged_release

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest


@dataclass
class RunReport:
    """What one run did: deliveries, gates, build and release; `release` is None when nothing was new or something blocked."""

    intake: Intake
    release: Release | None = None
    nothing_new: bool = False
    blocked: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class AlreadyRunning(Exception):
    """Another run holds the workspace; readers are not affected."""


@contextmanager
def only_run(home: Home) -> Iterator[None]:
    """One run a workspace: DuckDB has one writer. A killed run leaves no lock behind."""
    home.prepare()
    with (home.root / "work" / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            raise AlreadyRunning(f"another run is going on in {home.root}; wait for it to end") from held
        yield


def check_landed(home: Home) -> GateReport:
    """Border 1: landed rows before anything is built from them."""
    return check_border("landed", home)


def check_marts(home: Home) -> GateReport:
    """Border 2: marts before anyone sees them."""
    return check_border("marts", home)


def release(home: Home) -> Release:
    """Publish the working database in one step."""
    return publish(home, inputs_fingerprint(home))


def run(home: Home, inbox: Path, progress: Progress = lambda _: None, as_of: date | None = None) -> RunReport:
    """The main job: everything new in the inbox becomes a published release.

    Raises:
        ContractError, AnswerError: a contract, a reviewed answer or a correction is at fault; nothing was landed.
        LedgerError: a line of the ledger of replies was changed, taken out or put in; nothing was landed.
        BuildError: the models or their tests failed; the last release stays.
        AlreadyRunning: another run holds the workspace.
    """
    with only_run(home), ExitStack() as beside:
        progress("receiving")
        intake = take_in(home, inbox)
        project, judge = _get_ready(home, intake, beside)
        land_all(home, intake, progress, as_of)
        report = RunReport(intake)
        if (current := unchanged_release(home)) is not None:
            report.nothing_new, report.release = True, current
            return report
        judge = judge or beside.enter_context(JudgeBeside(home))
        judge.ask("landed")
        progress("checking landed rows and building the star schema")
        if _built(home, project, judge, report):
            progress("checking marts")
            judge.ask("marts")
            _take(judge.report(), report)
        if not report.blocked:
            progress("publishing")
            report.release = release(home)
        return report


def _get_ready(home: Home, intake: Intake, beside: ExitStack) -> tuple[Future[Manifest] | None, JudgeBeside | None]:
    """Where files are to land, dbt and its project are loaded and the judge of the borders starts meanwhile: landing leaves a core idle."""
    if not to_land(home, intake):
        return None, None
    loader = ThreadPoolExecutor(1)
    beside.callback(loader.shutdown)
    return loader.submit(parsed_ahead), beside.enter_context(JudgeBeside(home))


def _built(home: Home, project: Future[Manifest] | None, judge: JudgeBeside, report: RunReport) -> bool:
    """Build the models while border 1 is judged; whether both went well. What was built from rows that fail is never used."""
    try:
        outcome = build(home, project=project.result() if project else None)
    except BuildError:
        _take(judge.report(), report)
        if report.blocked:
            return False
        raise
    report.warnings += outcome.warnings
    _take(judge.report(), report)
    return not report.blocked


def _take(gate: GateReport, report: RunReport) -> None:
    report.blocked += [failure.sentence for failure in gate.blocking_failures]
