"""Schedules: what runs by the clock. Not here: what reacts to deliveries (sensors)."""

import dagster as dg

from pipelines.orchestration.jobs import line
from pipelines.orchestration.partitions import deliveries, range_tags


@dg.schedule(job=line, cron_schedule="0 2 * * *", default_status=dg.DefaultScheduleStatus.RUNNING)
def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """The whole line over all deliveries every night: what failed by day is tried again, and what fell due is seen."""
    known = list(context.instance.get_dynamic_partitions(deliveries.name or ""))
    if not known:
        return dg.SkipReason("nothing was ever delivered")
    return dg.RunRequest(tags=range_tags(known, known))
