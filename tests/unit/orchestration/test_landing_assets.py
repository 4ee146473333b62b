"""A partition lands one delivery; the gate behind it gathers all of them."""

import dagster as dg
import pytest

from pipelines.line import only_run
from pipelines.orchestration.assets.landing import landed_exports, landed_rows

FIRST, SECOND = "es-testland.spending|2020-spending.csv", "es-testland.spending|2021-spending.csv"


@pytest.fixture
def materialise(workspace, instance):
    def run(asset, key=None):
        if key is not None:
            instance.add_dynamic_partitions("deliveries", [key])
        return dg.materialize([asset], instance=instance, partition_key=key, resources={"workspace": workspace}, raise_on_error=False)

    return run


def facts_of(result):
    (event,) = result.get_asset_materialization_events()
    return {name: value.value for name, value in event.materialization.metadata.items()}


def exports_of(workspace):
    return {path.stem for path in (workspace.home.landed / "exports").glob("*.parquet") if not path.stem.startswith("_")}


def test_a_partition_lands_its_own_delivery_only(inbox, materialise, workspace):
    inbox.spend(2020, 10, 20)
    inbox.spend(2021, 11)
    result = materialise(landed_exports, FIRST)
    facts = facts_of(result)
    assert (facts["deliveries"], facts["rows"], facts["amounts"], facts["parked_reasons"]) == (1, 2, 2, "none")
    assert len(exports_of(workspace)) == 1


def test_a_restated_file_is_a_further_delivery_of_its_partition(inbox, materialise):
    inbox.spend(2020, 10)
    materialise(landed_exports, FIRST)
    inbox.spend(2020, 12)
    facts = facts_of(materialise(landed_exports, FIRST))
    assert facts["deliveries"] == 2
    assert len(set(facts["sha256"].split(", "))) == 2


def test_landing_again_changes_nothing(inbox, materialise, workspace):
    inbox.spend(2020, 10)
    materialise(landed_exports, FIRST)
    before = {path: path.stat().st_mtime_ns for path in (workspace.home.landed / "exports").iterdir()}
    materialise(landed_exports, FIRST)
    assert {path: path.stat().st_mtime_ns for path in (workspace.home.landed / "exports").iterdir()} == before


def test_a_parked_file_says_why_and_is_not_a_failure(inbox, materialise):
    inbox.put("2020-spending.csv", "")
    result = materialise(landed_exports, FIRST)
    assert result.success
    assert facts_of(result)["parked_reasons"] != "none"


def test_the_book_is_whole_without_any_partition(inbox, materialise, workspace):
    inbox.spend(2020, 10)
    inbox.spend(2021, 11)
    inbox.put("unheard.csv", "a;b\n1;2\n")
    facts = facts_of(materialise(landed_rows))
    assert (facts["n_exports"], facts["n_exports_parked"], facts["n_rows"]) == (3, 1, 2)
    assert len(exports_of(workspace)) == 3


def test_a_busy_workspace_is_given_way_to(inbox, materialise, workspace):
    inbox.spend(2020, 10)
    with only_run(workspace.home), pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.orchestration.resources.BUSY_RETRIES", 1)
        patch.setattr("pipelines.orchestration.resources.BUSY_SECONDS", 0)
        result = materialise(landed_rows)
    assert [event for event in result.all_events if event.event_type == dg.DagsterEventType.STEP_UP_FOR_RETRY]
    assert not result.success
