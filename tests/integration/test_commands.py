"""The commands over a release: answers for people, JSON for scripts, exit codes, and messages that say what to do."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
REGIONS = PROJECT / "tests" / "regions"
HEAVY = {"duckdb", "dagster", "dbt", "great_expectations", "pandas", "pyarrow", "pydantic", "numpy"}


@pytest.mark.parametrize("words", [["--help"], []], ids=["help", "nothing"])
def test_help_is_instant_because_it_loads_nothing_heavy(words: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "pipelines.cli", *words]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == (0 if words else 2)
    assert "the main job" in done.stdout
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert not loaded & HEAVY


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nonsense"], 2, "invalid choice"),
        (["run", "--sample", "--inbox", "."], 2, "--sample makes its own inbox"),
        (["run", "--inbox", "no such folder"], 2, "no folder"),
        (["check", "no_such.contract.yml"], 2, "no contract file"),
        (["check", "tests/contracts_bad/unknown_key_layout.contract.yml"], 1, "layout.header_row"),
        (["check", "tests/contracts_bad/not_yaml.contract.yml"], 1, "not readable as YAML"),
        (["sql", "select 1"], 1, "nothing is published"),
        (["status"], 1, "caliber run --sample"),
        (["findings"], 1, "nothing is published"),
        (["explain", "abc"], 1, "nothing is published"),
        (["check"], 1, "nothing is published"),
    ],
)
def test_wrong_use_and_missing_release_are_explained(caliber: Any, tmp_path: Path, words: list[str], code: int, said: str) -> None:
    answer = caliber(*words, *(["--home", str(tmp_path)] if words != ["nonsense"] else []))
    assert answer.code == code, answer.err
    assert said in answer.err and "Traceback" not in answer.err


def test_a_dry_run_writes_nothing_and_shows_what_would_land(caliber: Any, tmp_path: Path) -> None:
    fixture = REGIONS / "es_execution_with_total_row"
    answer = caliber("check", str(fixture / "contract.yml"), str(fixture / "2016-ejecucion.csv"), "--home", str(tmp_path), "--json")
    assert answer.code == 0, answer.err
    (report,) = answer.json
    assert (report["status"], report["n_rows"], report["encoding"], report["delimiter"]) == ("landed", 5, "cp1252", ";")
    assert report["n_cells"] == report["n_cells_landed"] + report["n_cells_ignored"] + report["n_cells_parked"]
    totals = {line["row_role"]: line["total"] for line in report["totals"]}
    assert {role: float(total) for role, total in totals.items()} == {"leaf": 1309849.06, "grand_total": 1309849.06}
    assert list(tmp_path.iterdir()) == []
    text = caliber("check", str(fixture / "contract.yml"), str(fixture / "2016-ejecucion.csv"), "--home", str(tmp_path))
    assert "1,309,849.06" in text.out and "declared by the contract" in text.out


def test_a_dry_run_of_a_file_that_does_not_fit_fails_by_name(caliber: Any, tmp_path: Path) -> None:
    other = REGIONS / "ua_monthly_cumulative" / "expenses.csv"
    answer = caliber("check", str(REGIONS / "es_execution_with_total_row" / "contract.yml"), str(other), "--home", str(tmp_path))
    assert answer.code == 1
    assert "parked" in answer.out and "Traceback" not in answer.err


def test_every_contract_can_be_linted_at_once(caliber: Any, first: Any) -> None:
    answer = caliber("check", "--all", "--inbox", str(first.inbox), "--home", str(first.home))
    assert answer.code == 0, answer.err
    assert "are sound" in answer.out


def test_sql_for_people_scripts_and_spreadsheets(caliber: Any, first: Any) -> None:
    home = ("--home", str(first.home))
    query = "select 1 as n, 1234567.10::decimal(20, 2) as money, '教育, \"支出\"' as name, null as nothing, date '2024-03-31' as day"
    assert caliber("sql", query, "--json", *home).json == [{"n": 1, "money": "1234567.1", "name": '教育, "支出"', "nothing": None, "day": "2024-03-31"}]
    lines = list(csv.reader(io.StringIO(caliber("sql", query, "--csv", *home).out)))
    assert lines == [["n", "money", "name", "nothing", "day"], ["1", "1234567.1", '教育, "支出"', "", "2024-03-31"]]
    assert "1,234,567.10" in caliber("sql", query, *home).out


def test_sql_says_what_is_wrong_and_changes_nothing(caliber: Any, first: Any) -> None:
    wrong = caliber("sql", "select nonsense from nowhere", "--home", str(first.home))
    assert wrong.code == 1 and "nowhere" in wrong.err and "Traceback" not in wrong.err
    refused = caliber("sql", "create table marts.mine as select 1", "--home", str(first.home))
    assert refused.code == 1 and "read-only" in refused.err


def test_status_and_check_of_a_release(caliber: Any, first: Any) -> None:
    status = caliber("status", "--json", "--home", str(first.home))
    assert status.code == 0
    assert {"release", "exports", "parked", "gates"} <= status.json.keys()
    assert status.json["release"][0]["number"] == 1
    assert any(line["reason"] == "broken_workbook" for line in status.json["parked"])
    assert "broken_workbook" in caliber("status", "--home", str(first.home)).out
    checked = caliber("check", "--json", "--home", str(first.home))
    assert checked.code == 0, checked.out
    assert checked.json["lost"] == []


def test_findings_are_filtered_and_speak_two_languages(caliber: Any, first: Any) -> None:
    home = ("--home", str(first.home))
    every = caliber("findings", "--json", *home).json
    one = caliber("findings", "--json", "--rule", "recomputed_rate", *home).json
    assert 0 < len(one) < len(every)
    assert {finding["rule_id"] for finding in one} == {"recomputed_rate"}
    assert caliber("findings", "--json", "--class", "E3", *home).json == []
    chinese, english = (caliber("findings", "--rule", "recomputed_rate", "--lang", language, *home).out for language in ("zh", "en"))
    assert chinese != english and one[0]["evidence"]["sentence_zh"].split("：")[0][:6] in chinese
    assert "1 not shown" in caliber("findings", "--limit", str(len(every) - 1), *home).out
    assert caliber("findings", "--class", "E9", *home).code == 2


def test_the_cases_most_worth_a_visit_come_with_their_reasons(caliber: Any, first: Any) -> None:
    home = ("--home", str(first.home))
    cases = caliber("findings", "--attention", "50", "--json", *home).json
    assert [case["place"] for case in cases] == list(range(1, len(cases) + 1)) and len({case["case_id"] for case in cases}) == len(cases)
    assert all(case["reasons_en"] and 0 < case["strength"] <= 1 for case in cases)
    assert [case["worth"] for case in cases] == sorted((case["worth"] for case in cases), reverse=True)
    told = " ".join(caliber("findings", "--attention", "2", *home).out.split())
    assert "2 cases" in told and " ".join(cases[0]["reasons_en"][0].split())[:40] in told
    assert caliber("findings", "--attention", "5", "--class", "E3", "--json", *home).json == []


def test_a_finding_is_explained_down_to_the_printed_text(caliber: Any, first: Any) -> None:
    home = ("--home", str(first.home))
    (finding,) = caliber("findings", "--rule", "recomputed_rate", "--json", *home).json
    told = caliber("explain", finding["finding_id"], *home)
    assert told.code == 0, told.err
    plain = " ".join(told.out.split())
    for part in ("recomputed_rate", "'84.1'", "临湖市2024年市本级一般公共预算支出决算表.xlsx", "sha256", "re-read from the stored bytes", "could also be"):
        assert part in plain
    facts = caliber("explain", finding["finding_id"][:12], "--json", *home).json
    assert facts["id"] == finding["finding_id"], "an unambiguous beginning is enough"
    assert any(cell.get("cell", {}).get("texts") == ["84.1"] for cell in facts["cells"])


def test_amounts_of_every_kind_of_file_are_explained_down_to_the_printed_text(caliber: Any, first: Any) -> None:
    query = """
        select any_value(budget_line_id order by hash(budget_line_id)) as id, export_id from marts.fct_budget_lines
        where amount_printed is not null group by export_id order by export_id limit 6"""
    lines = caliber("sql", query, "--json", "--home", str(first.home)).json
    assert len(lines) == 6
    for line in lines:
        facts = caliber("explain", line["id"], "--json", "--home", str(first.home)).json
        assert [text.strip() for text in facts["cell"]["texts"]] == [facts["row"]["amount_printed"]]
        assert facts["row"]["file_path"] and len(facts["row"]["file_sha256"]) == 64
    told = caliber("explain", lines[0]["id"], "--home", str(first.home)).out
    assert "conversion" in told and "caliber" in told and "landed row" in told


def test_an_unknown_id_is_a_wrong_use(caliber: Any, first: Any) -> None:
    answer = caliber("explain", "no-such-id", "--home", str(first.home))
    assert answer.code == 2 and "has the id 'no-such-id'" in answer.err


def test_a_reader_that_goes_away_is_no_failure(first: Any) -> None:
    command = f'"{sys.executable}" -m pipelines.cli sql "from range(100000)" --csv --home "{first.home}" | head -1'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=PROJECT, env=os.environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "range", "")


def test_the_release_opens_in_any_client_with_its_macros(caliber: Any, first: Any) -> None:
    query = "select count(*) as n, count(distinct unit_scale) as scales from marts.comparable('expenditure', 'final')"
    (counted,) = caliber("sql", query, "--json", "--home", str(first.home)).json
    assert counted["n"] > 0
    assert json.loads((first.home / "published" / "release.json").read_text(encoding="utf-8"))["release"] == "0001.duckdb"
    assert not list((first.home / "published").rglob("*.wal"))
