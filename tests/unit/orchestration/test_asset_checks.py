"""Suites are blocking checks: what is downstream of a critical failure does not run; a warning is shown and lets the line go on."""

import dagster as dg
import pytest

from pipelines.orchestration.asset_checks import landed_checks
from pipelines.orchestration.assets.landing import landed_rows
from pipelines.quality_gates.gate import GateReport, GateResult
from pipelines.quality_gates.suites import load_suites
from pipelines.settings import EXPECTATIONS

SUITES = [suite.name for suite in load_suites("landed", EXPECTATIONS)]


@dg.asset(deps=[landed_rows])
def built() -> None:
    """What stands behind the border."""


@pytest.fixture
def run(reserved, inbox, instance, monkeypatch):
    """The landed rows, their border with one failed expectation of the given severity, and what stands behind."""

    inbox.spend(2020, 10)

    def materialise(severity):
        examples = [{"file_path": "2020-spending.csv", "row_number": 7}]
        result = GateResult(SUITES[0], "expect_x", "amount_reported", severity, severity is None, 9, 1, examples, "1 of 9 rows.")
        monkeypatch.setattr("pipelines.orchestration.asset_checks.check_landed", lambda home: GateReport("landed", [result]))
        checks = landed_checks()
        return dg.materialize([landed_rows, checks, built], instance=instance, resources={"reserved": reserved}, raise_on_error=False)

    return materialise


def test_every_suite_of_both_borders_is_one_blocking_check(definitions):
    graph = definitions.resolve_asset_graph()
    for border in ("landed", "marts"):
        for suite in load_suites(border, EXPECTATIONS):
            (check,) = [key for key in graph.asset_check_keys if key.name == suite.name]
            assert graph.get_check_spec(check).blocking


def test_a_critical_failure_stops_what_is_downstream(run):
    result = run("critical")
    assert not result.success
    assert result.asset_materializations_for_node("built") == []


def test_a_warning_is_shown_and_lets_the_line_go_on(run):
    result = run("warning")
    assert result.success
    (failed,) = [evaluation for evaluation in result.get_asset_check_evaluations() if not evaluation.passed]
    assert (failed.check_name, failed.severity) == (SUITES[0], dg.AssetCheckSeverity.WARN)


def test_a_failure_comes_with_its_sentence_and_addresses(run):
    (failed,) = [evaluation for evaluation in run("critical").get_asset_check_evaluations() if not evaluation.passed]
    (record,) = failed.metadata["failures"].records
    assert record.data["sentence"] == "1 of 9 rows."
    assert "2020-spending.csv" in record.data["examples"]
