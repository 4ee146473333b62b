"""`caliber draft` as it is typed: text, JSON, a file that is never overwritten, faults with a name."""

from __future__ import annotations

import json

from pipelines.cli import main
from pipelines.contracts.load import load_contract

TABLE = "Code,Service,Budget (in thousands of dollars),Actual\n09,Schools,1200.5,1100.25\n04,Roads,310,306.5\n08,Parks,95.5,90\n,Total,1606,1496.75\n"


def test_a_written_draft_is_a_contract_and_is_not_overwritten(tmp_path, capsys):
    export, out = tmp_path / "town-2025.csv", tmp_path / "town.contract.yml"
    export.write_text(TABLE)
    assert main(["draft", str(export), "--out", str(out), "--contract-id", "zz-town.spending"]) == 0
    assert "QUESTION" in capsys.readouterr().out
    edition = load_contract(out)[0].edition
    assert edition.contract_id == "zz-town.spending"
    assert edition.unit is not None and (edition.unit.currency, edition.unit.scale) == ("USD", 1000)
    assert main(["draft", str(export), "--out", str(out)]) == 2
    assert "overwrites nothing" in capsys.readouterr().err


def test_json_holds_contract_findings_questions_and_the_dry_run(tmp_path, capsys):
    export = tmp_path / "town-2025.csv"
    export.write_text(TABLE)
    assert main(["draft", str(export), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {"contract", "findings", "questions", "dry_run", "contract_yaml"} <= set(shown)
    assert shown["dry_run"]["status"] == "landed"
    assert {row["row_role"]: row["total"] for row in shown["dry_run"]["totals"] if row["header"] == "Actual"} == {"grand_total": "1496.75", "leaf": "1496.75"}


def test_what_is_no_file_or_no_table_is_a_fault_with_a_name(tmp_path, capsys):
    assert main(["draft", str(tmp_path / "nowhere.csv")]) == 2
    picture = tmp_path / "scan.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    assert main(["draft", str(picture)]) == 1
    assert "scan.csv" in capsys.readouterr().err
