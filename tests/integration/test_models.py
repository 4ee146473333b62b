"""Tests written beside models and seeds in YAML: every rule passes, fails and does not apply where it should; code lists are whole."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from pipelines.settings import DBT_PROJECT

RUN = """
import sys
from dbt.cli.main import dbtRunner
from pipelines.publication.parsed_project import parsed_project
sys.exit(not dbtRunner(manifest=parsed_project()).invoke(sys.argv[1:]).success)
"""


def test_models_and_seeds_keep_their_word(first, tmp_path: Path):
    warehouse = tmp_path / "warehouse.duckdb"
    shutil.copy(first.home / "work" / "warehouse.duckdb", warehouse)
    words = [
        "test",
        "--select",
        "test_type:unit",
        "path:seeds",
        "--project-dir",
        str(DBT_PROJECT),
        "--profiles-dir",
        str(DBT_PROJECT),
        "--target-path",
        str(tmp_path / "target"),
    ]
    words += ["--log-path", str(tmp_path), "--vars", f"{{landed_dir: {(first.home / 'landed').as_posix()!r}}}"]
    told = subprocess.run([sys.executable, "-c", RUN, *words], env={**os.environ, "CALIBER_WAREHOUSE": str(warehouse)}, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout[-4000:]
    results = json.loads((tmp_path / "target" / "run_results.json").read_text())["results"]
    assert {result["status"] for result in results} == {"pass"}
    judged = {result["unique_id"].split(".")[2] for result in results if result["unique_id"].startswith("unit_test")}
    rules = {path.stem for path in (DBT_PROJECT / "models" / "quality" / "rules").glob("rule_*.sql")}
    assert rules <= judged, f"rules without a unit test: {sorted(rules - judged)}"
