"""What a suite may not say is refused with file and place; the heavy library is not loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.contracts.vocabulary import caliber_words
from pipelines.landing.schema import FOLDERS
from pipelines.quality_gates.gate import check_border
from pipelines.quality_gates.suites import SuiteError, load_suites

from .conftest import Landed

SUITE = """
name: landed_test
border: landed
table: amounts
identified_by: [export_id, row_number]
remedy: Correct it.
expectations:
  - type: expect_column_values_to_not_be_null
    columns: [kind]
    severity: critical
    why: It must be there.
"""


def refused(folder: Path, text: str, name: str = "landed_test.yml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SuiteError) as fault:
        load_suites("landed", folder)
    assert str(path) in str(fault.value)
    return str(fault.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("severity: critical", "severity: fatal", "expectations.0.severity"),
        ("remedy: Correct it.", "", "remedy: Field required"),
        ("table: amounts", "tables: amounts", "tables: Extra inputs"),
        ("table: amounts", "table: amounts\nquery: select 1 as a", "either a table or a query"),
        ("table: amounts", "table: amounts; drop table exports", "table: String should match"),
        ("columns: [kind]", "kwargs: {column: kind, value_set: {vocabulary: colours}}", "colours"),
        ("columns: [kind]", "kwargs: {column: kind, value_set: {words: colours}}", "neither"),
        ("columns: [kind]", "columns: [kind", "not YAML"),
        ("name: landed_test", "name: landed_other", "bears the name of its file"),
        ("border: landed", "border: marts", "begins with its border"),
    ],
)
def test_what_a_suite_may_not_say(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in refused(tmp_path, SUITE.replace(old, new))


def test_a_file_of_no_border_is_not_passed_over(tmp_path: Path) -> None:
    assert "begins with its border" in refused(tmp_path, SUITE, "amounts.yml")


def test_a_border_without_suites_is_not_a_pass(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="no suite for the border 'marts'"):
        load_suites("marts", tmp_path)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("expect_column_values_to_not_be_nul", "unknown expectation 'expect_column_values_to_not_be_nul'; did you mean 'expect_column_values_to_not_be_null'?"),
        ("expect_column_values_to_be_in_set", "expect_column_values_to_be_in_set: value_set: field required"),
    ],
)
def test_an_unknown_expectation_is_refused_by_name_with_its_file(landed: Landed, tmp_path: Path, new: str, said: str) -> None:
    folder = tmp_path / "expectations"
    folder.mkdir()
    (folder / "landed_test.yml").write_text(SUITE.replace("expect_column_values_to_not_be_null", new), encoding="utf-8")
    with pytest.raises(SuiteError) as fault:
        check_border("landed", landed.write(), folder)
    assert said in str(fault.value) and "expectations/landed_test.yml" in str(fault.value)


def test_a_query_that_cannot_run_is_a_failure_and_not_a_pass(landed: Landed, tmp_path: Path) -> None:
    folder = tmp_path / "expectations"
    folder.mkdir()
    wrong = "type: unexpected_rows_expectation\n    kwargs: {unexpected_rows_query: 'select nowhere from {batch}'}"
    (folder / "landed_test.yml").write_text(SUITE.replace("type: expect_column_values_to_not_be_null\n    columns: [kind]", wrong), encoding="utf-8")
    (failure,) = check_border("landed", landed.write(), folder).blocking_failures
    assert "could not be judged" in failure.sentence and "nowhere" in failure.sentence


def test_lists_kept_elsewhere_are_named_and_not_copied(tmp_path: Path) -> None:
    text = SUITE.replace("columns: [kind]", "columns: [scope, stage]\n    kwargs: {value_set: {vocabulary: caliber}, other: {landed_schema: parked}}")
    (tmp_path / "landed_test.yml").write_text(text, encoding="utf-8")
    scope, stage = load_suites("landed", tmp_path)[0].checks()
    assert scope.kwargs == {"column": "scope", "value_set": caliber_words()["scope"], "other": FOLDERS["parked"].names}
    assert stage.kwargs["value_set"] == caliber_words()["stage"]


def test_the_gate_loads_without_great_expectations() -> None:
    code = "import sys, pipelines.quality_gates.gate; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_process_that_judged_ends_in_silence(landed: Landed) -> None:
    code = "import sys, pathlib\nfrom pipelines.settings import Home\nfrom pipelines.quality_gates.gate import check_border\n"
    code += "sys.exit(len(check_border('landed', Home(pathlib.Path(sys.argv[1]))).blocking_failures))"
    done = subprocess.run([sys.executable, "-c", code, str(landed.write().root)], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
