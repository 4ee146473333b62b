"""Jobs: which stretches of the line can be started by name, and what is told of its release. Not here: when they start."""

import dagster as dg

from pipelines.alerts.alert import alert
from pipelines.alerts.settings import load_settings
from pipelines.orchestration.assets.landing import landed_rows
from pipelines.orchestration.resources import Workspace
from pipelines.reports.write import regions_with_figures, write_report

line = dg.define_asset_job(
    "line",
    selection=dg.AssetSelection.all(),
    description="The main job from the named deliveries to the release; `caliber run` is the same steps.",
)
rebuild = dg.define_asset_job(
    "rebuild",
    selection=dg.AssetSelection.assets(landed_rows).downstream(),
    description="The book, the star schema and the release anew, without naming deliveries: after a change of seeds, models, rules or suites.",
)


class Period(dg.Config):
    """2024, or 2024-06."""

    period: str
    kind: str = "html"


@dg.op
def send_alerts(context: dg.OpExecutionContext, workspace: Workspace) -> None:
    """Tell every channel of alerts.yml what is new and material; `caliber alert` is the same."""
    done = alert(workspace.home, load_settings(workspace.home.alert_settings))
    context.add_output_metadata({"told": done.told, "places": done.places})
    if done.faults:
        raise dg.Failure("did not go out, and will be told next time: " + "; ".join(done.faults))


@dg.op
def write_reports(context: dg.OpExecutionContext, config: Period, workspace: Workspace) -> None:
    """The report of every region that has figures; `caliber report` makes one of them."""
    paths = [write_report(workspace.home, region, config.period, config.kind) for region in regions_with_figures(workspace.home)]
    context.add_output_metadata({"reports": len(paths), "folder": dg.MetadataValue.path(workspace.home.reports)})


@dg.job(description="Alerts over the channels of alerts.yml.")
def alerts() -> None:
    send_alerts()


@dg.job(description="Reports of one period for all regions that have figures.")
def reports() -> None:
    write_reports()
