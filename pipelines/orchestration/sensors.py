"""Sensors: what makes the line run by itself. Not here: what a delivery means (the line) and how it is landed."""

import hashlib
import time
from pathlib import Path

import dagster as dg

from pipelines.contracts.load import contract_files
from pipelines.intake import Intake, contract_folders, take_in
from pipelines.landing.inbox import exports_in
from pipelines.landing.write import is_landed
from pipelines.line import AlreadyRunning, only_run
from pipelines.orchestration.jobs import line, rebuild
from pipelines.orchestration.partitions import deliveries, partition_keys, range_tags
from pipelines.orchestration.resources import Workspace
from pipelines.settings import Home

UNFINISHED = [
    dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING,
]  # fmt: skip
# A file that changed this moment may still be on its way.
SETTLED_AFTER_SECONDS = 5


@dg.sensor(jobs=[line, rebuild], minimum_interval_seconds=30, default_status=dg.DefaultSensorStatus.RUNNING)
def new_deliveries(context: dg.SensorEvaluationContext, workspace: Workspace) -> dg.SensorResult | dg.SkipReason:
    """Looks for new or changed files and contracts in the inbox, and starts one run of the line for all of them.

    The cursor is a digest of names, sizes and times: an inbox that did not change costs no reading. One run lands all that is new and
    then builds and publishes once; a second one waits for the first.
    """
    home, inbox = workspace.home, workspace.inbox
    listed, newest = listing(home, inbox)
    if listed == context.cursor:
        return dg.SkipReason(f"nothing new in {inbox}")
    if 0 <= time.time() - newest < SETTLED_AFTER_SECONDS:
        return dg.SkipReason("a file changed a moment ago and may still be on its way; the next look takes it")
    if any(context.instance.get_runs(dg.RunsFilter(job_name=job.name, statuses=UNFINISHED), limit=1) for job in (line, rebuild)):
        return dg.SkipReason("a run is going on; what is new is taken up after it")
    try:
        with only_run(home):
            intake = take_in(home, inbox)
    except AlreadyRunning as busy:
        return dg.SkipReason(str(busy))
    return _requests(home, intake, context.instance, listed)


def listing(home: Home, inbox: Path) -> tuple[str, float]:
    """Digest of everything that may be an export or a contract, by name, size and time; and the time of the newest."""
    paths = [*(exports_in(inbox) if inbox.exists() else []), *contract_files(contract_folders(home, inbox))]
    states = [(str(path), path.stat()) for path in paths]
    digest = hashlib.sha256("\n".join(f"{name}|{state.st_size}|{state.st_mtime_ns}" for name, state in states).encode())
    return digest.hexdigest(), max((state.st_mtime for _, state in states), default=0.0)


def _requests(home: Home, intake: Intake, instance: dg.DagsterInstance, listed: str) -> dg.SensorResult:
    known = list(instance.get_dynamic_partitions(deliveries.name or ""))
    added = [key for key in partition_keys(intake.wanted) if key not in known]
    unlanded = partition_keys(assignment for assignment in intake.wanted if not is_landed(home.landed, assignment.landed_key))
    chosen = dict.fromkeys([*added, *unlanded])
    if chosen:
        request = dg.RunRequest(job_name=line.name, run_key=listed, tags=range_tags([*known, *added], chosen))
    elif intake.wanted or intake.unclaimed:
        request = dg.RunRequest(job_name=rebuild.name, run_key=listed)
    else:
        return dg.SensorResult(skip_reason="nothing was ever delivered", cursor=listed)
    return dg.SensorResult(run_requests=[request], dynamic_partitions_requests=[deliveries.build_add_request(added)] if added else None, cursor=listed)
