"""The Dagster graph, assembled in this one place from the words of pipelines/orchestration."""

from __future__ import annotations

import dagster as dg

from pipelines.orchestration.asset_checks import duty_check, landed_checks, marts_checks
from pipelines.orchestration.assets.landing import landed_exports, landed_rows
from pipelines.orchestration.assets.release import published_release_after
from pipelines.orchestration.assets.star_schema import star_schema_of
from pipelines.orchestration.jobs import alerts, line, rebuild, reports
from pipelines.orchestration.resources import dbt_resource, prepared_project, workspaces
from pipelines.orchestration.schedules import monthly_reports, morning_alerts, nightly, yearly_reports
from pipelines.orchestration.sensors import new_deliveries
from pipelines.publication.release import PUBLIC_SCHEMAS


def assemble() -> dg.Definitions:
    """The whole graph over the workspace that the environment names."""
    places = workspaces()
    project = prepared_project(places["workspace"].home)
    star_schema = star_schema_of(project)
    public_tables = sorted(key for key in star_schema.keys if key.path[0] in PUBLIC_SCHEMAS)
    return dg.Definitions(
        assets=[landed_exports, landed_rows, star_schema, published_release_after(public_tables)],
        asset_checks=[landed_checks(), marts_checks(public_tables), duty_check()],
        jobs=[line, rebuild, alerts, reports],
        sensors=[new_deliveries],
        schedules=[nightly, morning_alerts, monthly_reports, yearly_reports],
        resources={**places, "dbt": dbt_resource(project)},
        # The line is a line: one process runs it, so that the workspace stays reserved from the first to the last step.
        executor=dg.in_process_executor,
    )


defs = assemble()
