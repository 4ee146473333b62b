"""The graph loads without a step by hand and is the one that was last agreed on."""

import os
from pathlib import Path
from typing import get_args

import dagster as dg
import pytest

from pipelines.orchestration import resources
from pipelines.publication.release import PUBLIC_SCHEMAS
from pipelines.quality_gates.suites import Border, load_suites
from pipelines.settings import EXPECTATIONS

SNAPSHOT = Path(__file__).with_name("asset_graph.txt")
REWRITE = "CALIBER_REWRITE_SNAPSHOTS"


def asset_graph(definitions: dg.Definitions) -> str:
    """One line an asset: group, key and what it is made from; then the suites. The tests of single models are the business of dbt."""
    graph = definitions.resolve_asset_graph()
    nodes = sorted((graph.get(key) for key in graph.get_all_asset_keys()), key=lambda node: node.key)
    suites = {suite.name for border in get_args(Border) for suite in load_suites(border, EXPECTATIONS)}
    checks = sorted(key for key in graph.asset_check_keys if key.name in suites)
    lines = [*map(described, nodes), "", *(f"{key.name} blocks what is behind {key.asset_key.to_user_string()}" for key in checks), ""]
    return "\n".join(lines)


def described(node) -> str:
    parents = ", ".join(sorted(key.to_user_string() for key in node.parent_keys))
    return f"[{node.group_name}] {node.key.to_user_string()}" + (f" <- {parents}" if parents else "")


def test_the_asset_graph_is_the_agreed_one(definitions):
    found = asset_graph(definitions)
    if os.environ.get(REWRITE):
        SNAPSHOT.write_text(found, encoding="utf-8")
    remedy = f"the graph has changed; if that is meant, run the tests once with {REWRITE}=1 and commit {SNAPSHOT.name}"
    assert found == SNAPSHOT.read_text(encoding="utf-8"), remedy


def test_everything_in_the_graph_can_be_loaded(definitions):
    dg.Definitions.validate_loadable(definitions)


def test_every_asset_is_described_or_has_a_model_behind_it(definitions):
    graph = definitions.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        assert graph.get(key).description or len(key.path) > 1


def test_the_release_waits_for_everything_that_it_publishes(definitions):
    graph = definitions.resolve_asset_graph()
    public = {key for key in graph.get_all_asset_keys() if key.path[0] in PUBLIC_SCHEMAS}
    assert graph.get(dg.AssetKey("published_release")).parent_keys == public


@pytest.mark.parametrize("name", ["line", "rebuild"])
def test_a_job_ends_with_the_release(definitions, name):
    assert dg.AssetKey("published_release") in definitions.resolve_job_def(name).asset_layer.executable_asset_keys


def test_what_writes_to_duckdb_shares_one_pool(definitions):
    pools = {name: set(definitions.resolve_assets_def(key).computation.node_def.pools) for name, key in (
        ("landing", dg.AssetKey("landed_exports")), ("models", dg.AssetKey(["marts", "fct_budget_lines"])), ("release", dg.AssetKey("published_release")),
    )}  # fmt: skip
    assert pools == {"landing": {"landing"}, "models": {"duckdb_writer"}, "release": {"duckdb_writer"}}


def test_the_project_is_parsed_again_only_when_it_changed(workspace, monkeypatch):
    parsed = []
    monkeypatch.setattr(resources, "_parse", lambda home, manifest: (parsed.append(manifest), manifest.parent.mkdir(exist_ok=True), manifest.write_text("{}")))
    for _ in range(2):
        resources.prepared_project(workspace.home)
    assert len(parsed) == 1
    os.utime(parsed[0], (0, 0))
    resources.prepared_project(workspace.home)
    assert len(parsed) == 2
