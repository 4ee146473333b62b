"""Schedules: what runs by the clock. Not here: what reacts to deliveries (sensors)."""

from datetime import timedelta

import dagster as dg

from pipelines.orchestration.jobs import alerts, line, reports
from pipelines.orchestration.partitions import deliveries, range_tags
from pipelines.orchestration.resources import Workspace


@dg.schedule(job=line, cron_schedule="0 2 * * *", default_status=dg.DefaultScheduleStatus.RUNNING)
def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """The whole line over all deliveries every night: what failed by day is tried again, and what fell due is seen."""
    known = list(context.instance.get_dynamic_partitions(deliveries.name or ""))
    if not known:
        return dg.SkipReason("nothing was ever delivered")
    return dg.RunRequest(tags=range_tags(known, known))


@dg.schedule(job=alerts, cron_schedule="0 6 * * *", default_status=dg.DefaultScheduleStatus.RUNNING)
def morning_alerts(workspace: Workspace) -> dg.RunRequest | dg.SkipReason:
    """What is new since yesterday, after the nightly run; nothing where the workspace names no channel."""
    home = workspace.home
    if not home.published.exists() or not home.alert_settings.exists():
        return dg.SkipReason(f"no release in {home.root}, or no {home.alert_settings.name} that names a channel")
    return dg.RunRequest()


@dg.schedule(job=reports, cron_schedule="0 5 5 * *", default_status=dg.DefaultScheduleStatus.RUNNING)
def monthly_reports(context: dg.ScheduleEvaluationContext, workspace: Workspace) -> dg.RunRequest | dg.SkipReason:
    """Reports of the month before, on the fifth."""
    month = context.scheduled_execution_time.replace(day=1) - timedelta(days=1)
    return _reports(workspace, f"{month:%Y-%m}")


@dg.schedule(job=reports, cron_schedule="0 5 1 2 *", default_status=dg.DefaultScheduleStatus.RUNNING)
def yearly_reports(context: dg.ScheduleEvaluationContext, workspace: Workspace) -> dg.RunRequest | dg.SkipReason:
    """Reports of the year before, on the first of February."""
    return _reports(workspace, str(context.scheduled_execution_time.year - 1))


def _reports(workspace: Workspace, period: str) -> dg.RunRequest | dg.SkipReason:
    if not workspace.home.published.exists():
        return dg.SkipReason(f"no release in {workspace.home.root}")
    return dg.RunRequest(run_key=period, run_config=dg.RunConfig(ops={"write_reports": {"config": {"period": period}}}))
