"""Border 2 over a working database made here: balances, missing columns and tables, and that nothing stays locked."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.quality_gates.gate import check_border
from pipelines.settings import EXPECTATIONS, Home

BALANCE = """
    create schema quality;
    create table quality.fct_reconciliation as
    select 'x@1' as export_id, 'landing' as step, 'CNY' as currency, 10::bigint as rows_in, 0::bigint as rows_difference,
        5.00::decimal(38, 4) as money_in, 0::decimal(38, 4) as money_difference
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.prepare()
    return made


@pytest.fixture
def suites(tmp_path: Path) -> Path:
    folder = tmp_path / "expectations"
    folder.mkdir()
    (folder / "marts_reconciliation.yml").write_bytes((EXPECTATIONS / "marts_reconciliation.yml").read_bytes())
    return folder


def build(home: Home, statements: str) -> None:
    with duckdb.connect(str(home.working_database)) as db:
        db.execute(statements)


def test_a_balanced_book_passes_and_stays_writable(home: Home, suites: Path) -> None:
    build(home, BALANCE)
    assert [result.sentence for result in check_border("marts", home, suites).results if not result.success] == []
    build(home, "create table quality.after as select 1 as a")


def test_a_missing_cent_stops_the_release_and_names_export_and_step(home: Home, suites: Path) -> None:
    build(home, BALANCE + "; update quality.fct_reconciliation set money_difference = 0.01")
    (failure,) = check_border("marts", home, suites).blocking_failures
    assert failure.column == "money_difference"
    assert failure.examples[0]["export_id"] == "x@1" and failure.examples[0]["step"] == "landing"


def test_a_missing_column_is_named_and_what_needs_it_fails(home: Home, suites: Path) -> None:
    build(home, BALANCE + "; alter table quality.fct_reconciliation drop column money_difference")
    found = check_border("marts", home, suites).blocking_failures
    assert {failure.column for failure in found} == {"money_difference"}
    assert all("could not be judged" in failure.sentence for failure in found)


def test_a_missing_table_is_a_failure_and_not_a_crash(home: Home, suites: Path) -> None:
    build(home, "create schema quality")
    (failure,) = check_border("marts", home, suites).blocking_failures
    assert failure.expectation == "table_can_be_read" and "fct_reconciliation" in failure.sentence


def test_without_a_working_database_there_is_nothing_to_judge(home: Home) -> None:
    with pytest.raises(FileNotFoundError, match="build the models first"):
        check_border("marts", home)
