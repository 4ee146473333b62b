"""The dbt models as assets: their keys, groups and checks come from the project, the landed rows are their only source."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, DbtProject, dbt_assets

from pipelines.orchestration.assets.landing import landed_rows
from pipelines.orchestration.resources import DUCKDB_WRITER_POOL, RETRIES, ReservedWorkspace
from pipelines.publication.build import dbt_arguments, forget_unfinished, set_environment


class LineTranslator(DagsterDbtTranslator):
    """Schema and name make the key, the folder makes the group, and every table of landed rows is the one asset `landed_rows`."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return landed_rows.key
        return super().get_asset_key(dbt_resource_props)

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        return spec.replace_attributes(group_name=spec.key.path[0])


def star_schema_of(project: DbtProject) -> dg.AssetsDefinition:
    """One asset a seed and model, built by one `dbt build` with the arguments of `caliber run`."""
    translator = LineTranslator(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))

    @dbt_assets(manifest=project.manifest_path, dagster_dbt_translator=translator, project=project, pool=DUCKDB_WRITER_POOL, retry_policy=RETRIES)
    def star_schema(context: dg.AssetExecutionContext, dbt: DbtCliResource, reserved: ReservedWorkspace) -> Iterator[Any]:
        home = reserved.home
        set_environment(home)
        if not context.is_subset:
            forget_unfinished(home.working_database)
        # Dagster follows the build by its log, which our own arguments silence.
        build = dbt.cli(["build", *dbt_arguments(home), "--no-quiet"], context=context, target_path=home.root / "work" / "dbt")
        yield from build.stream()

    return star_schema
