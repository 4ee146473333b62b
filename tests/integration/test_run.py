"""`caliber run`: what it says, what it finds, and what a second run does."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipelines.sampling import ANSWER_KEY

with ANSWER_KEY.open(encoding="utf-8", newline="") as file:
    PLANTED = list(csv.DictReader(file))
CONTRADICTIONS = [defect for defect in PLANTED if ":" not in defect["rule_id"] or defect["rule_id"].startswith("also:")]


def asked(caliber: Any, home: Path, query: str) -> list[dict[str, Any]]:
    answer = caliber("sql", query, "--json", "--home", str(home))
    assert answer.code == 0, answer.err
    rows: list[dict[str, Any]] = answer.json
    return rows


def test_nothing_is_lost(first: Any, caliber: Any) -> None:
    facts = first.answer.json
    assert facts["balance"], "there is money in the sample"
    for line in facts["balance"]:
        assert line["difference"] in (0, "0")
        assert line["rows_in"] == line["rows_mapped"] + line["rows_unmapped"] + line["rows_parked"]
    lost = asked(caliber, first.home, "from quality.fct_reconciliation where rows_difference <> 0 or money_difference <> 0")
    assert lost == []
    assert asked(caliber, first.home, "from marts.dim_exports where status = 'landed' and n_cells <> n_cells_landed + n_cells_ignored + n_cells_parked") == []


def test_the_summary_counts_what_came_in(first: Any) -> None:
    facts = first.answer.json
    exports = facts["exports"]
    assert exports["received"] == exports["landed"] + exports["parked"]
    assert facts["this_run"]["received"] == exports["received"] == len([path for path in first.inbox.iterdir() if path.suffix in {".csv", ".xls", ".xlsx"}])
    assert len(facts["telling"]) == 5 and all(line["sentence"] for line in facts["telling"])
    assert facts["release"]["number"] == 1 and Path(facts["release"]["file"]).exists()


def about(line: dict[str, Any]) -> tuple[str, str, int]:
    return line["rule_id"].removeprefix("also:"), line["region_code"], int(line["fiscal_year"])


@pytest.fixture(scope="module")
def findings(first: Any, caliber: Any) -> list[dict[str, Any]]:
    answer = caliber("findings", "--json", "--home", str(first.home))
    found: list[dict[str, Any]] = answer.json
    return found


@pytest.mark.parametrize("defect", CONTRADICTIONS, ids=lambda defect: defect["defect_id"])
def test_every_planted_contradiction_is_found(findings: list[dict[str, Any]], defect: dict[str, str]) -> None:
    found = [finding for finding in findings if about(finding) == about(defect)]
    planted = [other for other in CONTRADICTIONS if about(other) == about(defect)]
    assert len(found) >= len(planted)


def test_nothing_is_found_where_nothing_was_planted(findings: list[dict[str, Any]]) -> None:
    assert {about(finding) for finding in findings} == {about(defect) for defect in CONTRADICTIONS}


def test_every_finding_says_what_contradicts_what_and_where(findings: list[dict[str, Any]]) -> None:
    for finding in findings:
        evidence = finding["evidence"]
        assert evidence["sentence_en"] and evidence["sentence_zh"] and evidence["alternatives"], finding["finding_id"]
        # A control total is about a whole file, all other contradictions are about cells.
        assert evidence["cells"] or (finding["rule_id"] == "control_total" and finding["export_id"]), finding["finding_id"]


def test_broken_restated_and_unmapped_parts_of_the_sample_are_shown(first: Any, caliber: Any) -> None:
    exports = {row["file_path"]: row for row in asked(caliber, first.home, "from marts.dim_exports")}
    for defect in PLANTED:
        kind, _, what = defect["rule_id"].partition(":")
        export = exports[defect["file"]]
        if kind == "parked" and what.startswith("broken"):
            assert (export["status"], export["parked_reason"]) == ("parked", what)
        elif kind == "parked":
            assert export["status"] == "landed" and export["n_cells_parked"] > 0
        elif kind == "version":
            assert not export["is_current"] and export["known_to"]
        elif kind == "unmapped":
            rows = asked(caliber, first.home, f"select sum(rows_unmapped)::int as n from quality.fct_reconciliation where export_id = '{export['export_id']}'")
            assert rows[0]["n"] > 0


def test_a_second_run_with_nothing_new_says_so_and_keeps_the_release(first: Any, caliber: Any) -> None:
    before = (first.home / "published" / "warehouse.duckdb").stat()
    answer = caliber("run", "--sample", "--home", str(first.home))
    assert answer.code == 0, answer.err
    assert "Nothing new" in answer.out
    assert caliber("run", "--sample", "--home", str(first.home), "--json").json["nothing_new"] is True
    after = (first.home / "published" / "warehouse.duckdb").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_one_changed_file_redoes_only_its_own_part(second: Any) -> None:
    done = second.answer.json["this_run"]
    # One restated, one of an awkward name, six broken ones; the seventh new file has no contract, so it is received and not tried.
    assert (done["received"], done["landed"], done["parked"]) == (9, 2, 6)
    assert done["unchanged"] == 24


def test_broken_files_are_parked_by_name_and_stop_nobody(second: Any, caliber: Any) -> None:
    parked = {row["file_path"]: row["reason"] for row in second.answer.json["parked"] if row["file_path"].startswith("坏 文件/")}
    assert parked == {
        "坏 文件/截断 2024.xlsx": "broken_workbook", "坏 文件/空 2024.csv": "empty_file", "坏 文件/零 2024.csv": "empty_file", "坏 文件/乱码 2024.csv": "not_text",
        "坏 文件/编码 2024.csv": "wrong_encoding", "坏 文件/伪装 2024.csv": "broken_pdf",
    }  # fmt: skip
    assert second.answer.json["without_contract"] == 1
    query = (
        "select amount_printed, amount::varchar as amount from marts.fct_budget_lines join marts.dim_exports using (export_id) where file_path like '部门 表/%'"
    )
    rows = asked(caliber, second.home, f"{query} order by row_number")
    assert [(row["amount_printed"], row["amount"] and row["amount"].rstrip("0").rstrip(".")) for row in rows] == [("1,234.50", "12345000"), ("—", None)]


def test_the_restated_file_is_a_new_version_and_the_old_one_stays(second: Any, caliber: Any) -> None:
    versions = asked(
        caliber, second.home, "select is_current, known_to is null as open from marts.dim_exports where file_path like '南苇县2024年%' order by known_from"
    )
    assert versions == [{"is_current": False, "open": False}, {"is_current": True, "open": True}]
    again = "from marts.fct_budget_lines join marts.dim_exports using (export_id) where file_path like '南苇县2024年%'"
    counts = asked(caliber, second.home, f"select count(*) filter (fct_budget_lines.is_current) as now, count(*) as ever {again}")
    assert counts[0]["now"] * 2 == counts[0]["ever"] > 0


def test_a_contract_at_fault_stops_the_run_before_anything_is_received(first: Any, caliber: Any, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(Path(__file__).parents[1] / "contracts_bad" / "unknown_key_layout.contract.yml", inbox)
    answer = caliber("run", "--inbox", str(inbox), "--home", str(tmp_path / "home"))
    assert answer.code == 2
    assert "unknown_key_layout.contract.yml:12: layout.header_row" in answer.err
    assert not (tmp_path / "home" / "published" / "warehouse.duckdb").exists()
