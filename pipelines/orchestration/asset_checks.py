"""Asset checks: the suites of both borders as checks that stop what is downstream. Not here: what a suite expects (expectations/) and how it is judged."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import dagster as dg

from pipelines.line import check_landed, check_marts
from pipelines.orchestration.assets.landing import landed_rows
from pipelines.orchestration.metadata import duty_facts, gate_facts
from pipelines.orchestration.resources import DUCKDB_WRITER_POOL, LANDING_POOL, RETRIES, ReservedWorkspace, Workspace
from pipelines.quality_gates.gate import GateReport
from pipelines.quality_gates.suites import Suite, SuiteError, load_suites
from pipelines.settings import EXPECTATIONS, Home


def landed_checks() -> dg.AssetChecksDefinition:
    """Border 1: nothing is built from landed rows that break a suite."""
    return _border_checks("landed", [(suite, landed_rows.key) for suite in load_suites("landed", EXPECTATIONS)], check_landed, LANDING_POOL)


def marts_checks(tables: Iterable[dg.AssetKey]) -> dg.AssetChecksDefinition:
    """Border 2: nothing is published that breaks a suite. A suite is a check of the table it reads; one with a query, of the first it names."""
    by_name = {".".join(key.path): key for key in tables}
    suites = [(suite, _first_named(suite, by_name)) for suite in load_suites("marts", EXPECTATIONS)]
    return _border_checks("marts", suites, check_marts, DUCKDB_WRITER_POOL)


def _first_named(suite: Suite, tables: Mapping[str, dg.AssetKey]) -> dg.AssetKey:
    named = [name for name in re.findall(r"\w+\.\w+", suite.rows) if name in tables]
    if not named:
        raise SuiteError(f"{suite.file}: reads none of the tables that are published; write them with their schema")
    return tables[named[0]]


def duty_check() -> dg.AssetChecksDefinition:
    """Health of the release: a warning while a publisher owes a file. It stops nothing: what has come is published."""

    @dg.asset_check(asset=dg.AssetKey("published_release"), description="Nobody owes a file by the calendar of the contracts (quality.fct_duties)")
    def deliveries_on_time(workspace: Workspace) -> dg.AssetCheckResult:
        owed = duty_facts(workspace.home)
        return dg.AssetCheckResult(passed=not owed["missing"], severity=dg.AssetCheckSeverity.WARN, metadata=owed)

    return deliveries_on_time


def _border_checks(border: str, suites: Sequence[tuple[Suite, dg.AssetKey]], check: Callable[[Home], GateReport], pool: str) -> dg.AssetChecksDefinition:
    """One blocking check a suite; one call judges them all, the one that `caliber run` makes."""
    specs = [dg.AssetCheckSpec(suite.name, asset=key, blocking=True, description=suite.file) for suite, key in suites]

    @dg.multi_asset_check(name=f"border_{border}", specs=specs, can_subset=True, pool=pool, retry_policy=RETRIES)
    def judged(context: dg.AssetCheckExecutionContext, reserved: ReservedWorkspace) -> Iterator[dg.AssetCheckResult]:
        report = check(reserved.home)
        for suite, key in suites:
            if dg.AssetCheckKey(key, suite.name) in context.selected_asset_check_keys:
                yield _result(report, suite, key)

    return judged


def _result(report: GateReport, suite: Suite, key: dg.AssetKey) -> dg.AssetCheckResult:
    """A suite passes when all its expectations hold; it stops what is downstream when a critical one does not."""
    judged = [result for result in report.results if result.suite == suite.name]
    blocks = any(result.suite == suite.name for result in report.blocking_failures)
    severity = dg.AssetCheckSeverity.ERROR if blocks else dg.AssetCheckSeverity.WARN
    passed = all(result.success for result in judged)
    return dg.AssetCheckResult(passed=passed, asset_key=key, check_name=suite.name, severity=severity, metadata=gate_facts(judged))
