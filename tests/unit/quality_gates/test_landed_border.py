"""Border 1 over the suites we ship: what passes, what stops the line, what is only said aloud, and where the failing rows are."""

from __future__ import annotations

import json

import duckdb
import pytest

from pipelines.quality_gates.gate import GateReport, GateResult, check_border
from pipelines.quality_gates.suites import load_suites
from pipelines.settings import EXPECTATIONS

from .conftest import AMOUNT, EXPORT_ID, KEY, Landed


def failures(report: GateReport) -> dict[tuple[str, str, str | None], GateResult]:
    return {(result.suite, result.expectation, result.column): result for result in report.results if not result.success}


def test_sound_rows_pass_every_suite(landed: Landed) -> None:
    report = check_border("landed", landed.write())
    assert [result.sentence for result in report.results if not result.success] == []
    assert {result.suite for result in report.results} == {suite.name for suite in load_suites("landed", EXPECTATIONS)}
    assert {result.n_rows for result in report.results if result.suite == "landed_amounts"} == {2}


def test_a_word_outside_the_caliber_model_stops_the_line_with_its_address(landed: Landed) -> None:
    landed.rows["amounts"][1]["scope"] = "whole_town"
    report = check_border("landed", landed.write())
    (failure,) = report.blocking_failures
    assert (failure.suite, failure.expectation, failure.column) == ("landed_amounts", "expect_column_values_to_be_in_set", "scope")
    assert (failure.n_rows, failure.n_unexpected) == (2, 1)
    assert failure.examples == [{"export_id": EXPORT_ID, "sheet": "", "row_number": 3, "column_number": 3, "scope": "whole_town"}]
    assert "1 of 2 rows" in failure.sentence and "row_number 3" in failure.sentence and "expectations/landed_amounts.yml" in failure.sentence


def test_a_cell_landed_twice_is_addressed_twice(landed: Landed) -> None:
    landed.rows["amounts"] += [AMOUNT]
    (failure,) = check_border("landed", landed.write()).blocking_failures
    assert (failure.expectation, failure.column) == ("expect_compound_columns_to_be_unique", "landed_key, sheet, row_number, column_number")
    assert failure.n_unexpected == 2
    assert [(example["export_id"], example["row_number"], example["column_number"]) for example in failure.examples] == [(EXPORT_ID, 2, 3)] * 2


def test_a_landing_landed_twice_is_addressed(landed: Landed) -> None:
    landed.rows["exports"] *= 2
    failure = failures(check_border("landed", landed.write()))["landed_exports", "expect_column_values_to_be_unique", "landed_key"]
    assert [example["landed_key"] for example in failure.examples] == [KEY, KEY]


def test_an_odd_year_is_a_warning_and_stops_nothing(landed: Landed) -> None:
    landed.rows["amounts"][0] = {**AMOUNT, "fiscal_year": 1923}
    report = check_border("landed", landed.write())
    assert report.blocking_failures == []
    (warning,) = report.warnings
    assert warning.severity == "warning" and warning.examples[0]["fiscal_year"] == 1923


def test_a_rule_over_several_columns_names_what_it_selects(landed: Landed) -> None:
    landed.rows["amounts"][0] = {**AMOUNT, "amount_printed": None}
    (failure,) = check_border("landed", landed.write()).blocking_failures
    assert (failure.expectation, failure.column, failure.n_unexpected) == ("unexpected_rows_expectation", None, 1)
    assert failure.examples[0]["row_number"] == 2 and failure.examples[0]["amount_reported"] == 1


def test_never_more_than_twenty_examples(landed: Landed) -> None:
    landed.rows["amounts"] = [{**AMOUNT, "row_number": number, "kind": "income", "row_parent": number} for number in range(1, 51)]
    found = failures(check_border("landed", landed.write()))
    assert {(result.n_unexpected, len(result.examples)) for result in found.values()} == {(50, 20)}
    assert {key[1] for key in found} == {"expect_column_values_to_be_in_set", "unexpected_rows_expectation"}


def test_rows_without_an_export_are_found(landed: Landed) -> None:
    landed.rows["amounts"] += [{**AMOUNT, "landed_key": "b" * 24}]
    found = failures(check_border("landed", landed.write()))
    assert found["landed_files", "expect_column_values_to_be_in_set", "is_export"].examples[0]["folders"] == "amounts"


def test_an_empty_book_does_not_replace_one(landed: Landed) -> None:
    landed.rows = {}
    report = check_border("landed", landed.write())
    (failure,) = report.blocking_failures
    assert (failure.suite, failure.n_rows, failure.examples) == ("landed_exports", 0, [])
    assert "found 0" in failure.sentence


def test_a_broken_parquet_file_stops_the_line_by_name(landed: Landed) -> None:
    home = landed.write()
    (home.landed / "amounts" / "broken.parquet").write_bytes(b"not parquet")
    found = failures(check_border("landed", home))
    assert {key[0] for key in found} == {"landed_amounts", "landed_files"}
    assert all(result.severity == "critical" and "broken.parquet" in result.sentence for result in found.values())


def test_the_report_is_kept_and_leaves_nothing_else(landed: Landed) -> None:
    landed.rows["amounts"][1]["scope"] = "whole_town"
    home = landed.write()
    report = check_border("landed", home)
    kept = duckdb.sql(f"from read_parquet('{home.root}/work/gates/*.parquet')").fetchall()
    assert len(kept) == len(report.results) and {row[0] for row in kept} == {"landed"}
    (examples,) = [json.loads(row[8]) for row in kept if not row[5]]
    assert examples[0]["scope"] == "whole_town"
    assert [path.name for path in home.root.rglob("*") if path.is_file() and home.landed not in path.parents] == ["landed.parquet"]


@pytest.mark.parametrize("border", ["landed", "marts"])
def test_every_suite_we_ship_is_well_formed(border: str) -> None:
    assert all(suite.expectations for suite in load_suites(border, EXPECTATIONS))  # type: ignore[arg-type]
