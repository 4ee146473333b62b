"""The sensor sees what is new or changed in the inbox, once."""

import dagster as dg
import pytest

from pipelines.contracts.load import ContractError
from pipelines.line import only_run
from pipelines.orchestration.jobs import line, rebuild
from pipelines.orchestration.partitions import RANGE_TAGS
from pipelines.orchestration.sensors import new_deliveries

KEYS = ["es-testland.spending|2020-spending.csv", "es-testland.spending|2021-spending.csv"]


@pytest.fixture
def tick(workspace, instance):
    """One evaluation, after which the daemon would have added the partitions."""

    def evaluate(cursor=None):
        with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
            result = new_deliveries(context, workspace=workspace)
        for request in getattr(result, "dynamic_partitions_requests", None) or []:
            instance.add_dynamic_partitions(request.partitions_def_name, request.partition_keys)
        return result

    return evaluate


def test_a_new_file_adds_its_partition_and_starts_the_line(inbox, instance, tick):
    inbox.spend(2020, 10)
    result = tick()
    assert instance.get_dynamic_partitions("deliveries") == KEYS[:1]
    (request,) = result.run_requests
    assert request.job_name == line.name
    assert [request.tags[name] for name in RANGE_TAGS] == [KEYS[0], KEYS[0]]


def test_an_unchanged_inbox_is_not_read_again(inbox, tick, monkeypatch):
    inbox.spend(2020, 10)
    cursor = tick().cursor
    monkeypatch.setattr("pipelines.orchestration.sensors.take_in", None)
    again = tick(cursor)
    assert isinstance(again, dg.SkipReason)
    assert "nothing new" in again.skip_message


def test_a_later_file_and_a_restated_file_start_the_line_again(inbox, instance, tick):
    inbox.spend(2020, 10)
    cursor = tick().cursor
    inbox.spend(2021, 12)
    later = tick(cursor)
    assert instance.get_dynamic_partitions("deliveries") == KEYS
    inbox.spend(2020, 11)
    restated = tick(later.cursor)
    assert not restated.dynamic_partitions_requests
    assert restated.run_requests[0].tags[RANGE_TAGS[0]] == KEYS[0]
    assert restated.run_requests[0].run_key != later.run_requests[0].run_key


def test_a_file_without_contract_changes_the_book_too(inbox, instance, tick):
    inbox.put("unheard.csv", "a;b\n1;2\n")
    (request,) = tick().run_requests
    assert request.job_name == rebuild.name
    assert instance.get_dynamic_partitions("deliveries") == []


def test_an_empty_inbox_starts_nothing(inbox, tick):
    assert tick().run_requests == []


def test_a_file_that_changed_this_moment_is_left_for_the_next_look(inbox, tick):
    inbox.spend(2020, 10).touch()
    assert "on its way" in tick().skip_message


def test_a_run_that_is_going_on_is_waited_for(inbox, instance, tick, definitions):
    inbox.spend(2020, 10)
    instance.create_run_for_job(definitions.resolve_job_def(line.name), status=dg.DagsterRunStatus.STARTED)
    assert "a run is going on" in tick().skip_message


def test_the_command_at_work_in_the_same_workspace_is_waited_for(inbox, tick, workspace):
    inbox.spend(2020, 10)
    with only_run(workspace.home):
        assert "another run" in tick().skip_message


def test_a_faulty_contract_fails_the_look_by_name(inbox, tick):
    inbox.break_contract()
    with pytest.raises(ContractError, match=r"testland\.contract\.yml"):
        tick()
