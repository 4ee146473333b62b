"""Jobs: which stretches of the line can be started by name. Not here: when they start."""

from __future__ import annotations

import dagster as dg

from pipelines.orchestration.assets.landing import landed_rows

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
