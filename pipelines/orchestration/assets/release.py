"""The release: what readers see, put in place by one rename after every check has passed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import dagster as dg

from pipelines.line import release
from pipelines.orchestration.metadata import release_facts
from pipelines.orchestration.resources import DUCKDB_WRITER_POOL, RETRIES, ReservedWorkspace
from pipelines.unchanged import unchanged_release

# The nightly run starts at two; a release not looked at by four is stale. The run says so too where nothing was new.
FRESHNESS = dg.FreshnessPolicy.cron(deadline_cron="0 4 * * *", lower_bound_delta=timedelta(hours=2), timezone="UTC")


def published_release_after(public_tables: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """The release as an asset behind all tables that it publishes; a failed blocking check of any of them stops it."""

    @dg.asset(deps=list(public_tables), pool=DUCKDB_WRITER_POOL, retry_policy=RETRIES, group_name="release", kinds={"duckdb"}, freshness_policy=FRESHNESS)
    def published_release(context: dg.AssetExecutionContext, reserved: ReservedWorkspace) -> dg.MaterializeResult[None]:
        """One DuckDB file with everything public, numbered, renamed into place. Equal inputs are one release: nothing new, no new number."""
        home = reserved.home
        unchanged = unchanged_release(home)
        current = unchanged or release(home)
        context.log.info(f"release {current.number}: {'nothing is new, it stays' if unchanged else 'published'}")
        facts: dict[str, Any] = {"release": current.number, "file": dg.MetadataValue.path(current.path), "hash": current.fingerprint, "is_new": not unchanged}
        return dg.MaterializeResult(metadata={**facts, **release_facts(home)}, data_version=dg.DataVersion(current.fingerprint))

    return published_release
