"""A partition lands one delivery; the gate behind it gathers all of them."""

import threading
from contextlib import ExitStack

import dagster as dg
import pytest

from pipelines.line import AlreadyRunning, only_run
from pipelines.orchestration.assets.landing import landed_exports, landed_rows
from pipelines.orchestration.resources import ReservedWorkspace

FIRST, SECOND = "es-testland.spending|2020-spending.csv", "es-testland.spending|2021-spending.csv"


@pytest.fixture
def materialise(reserved, instance):
    def run(asset, key=None):
        if key is not None:
            instance.add_dynamic_partitions("deliveries", [key])
        return dg.materialize([asset], instance=instance, partition_key=key, resources={"reserved": reserved}, raise_on_error=False)

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


def test_a_busy_workspace_is_not_worked_in(inbox, materialise, workspace):
    inbox.spend(2020, 10)
    with only_run(workspace.home):
        assert not materialise(landed_rows).success
    assert exports_of(workspace) == set()


def test_a_busy_workspace_is_waited_for(inbox, workspace, instance):
    inbox.spend(2020, 10)
    patient = ReservedWorkspace(home_folder=workspace.home_folder, inbox_folder=workspace.inbox_folder, patience_seconds=60)
    with ExitStack() as other:
        other.enter_context(only_run(workspace.home))
        threading.Timer(0.5, other.pop_all().close).start()
        assert dg.materialize([landed_rows], instance=instance, resources={"reserved": patient}).success


def test_a_run_keeps_the_workspace_between_its_steps(workspace, reserved, inbox, instance):
    inbox.spend(2020, 10)

    @dg.asset(deps=[landed_rows])
    def meanwhile() -> None:
        with pytest.raises(AlreadyRunning), only_run(workspace.home):
            pass

    assert dg.materialize([landed_rows, meanwhile], instance=instance, resources={"reserved": reserved}).success
    with only_run(workspace.home):
        pass
