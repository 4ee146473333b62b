"""Evidence, rules and findings of a finished home, built again by dbt: `python -m benchmarks.quality_layer HOME`.

The warehouse is the one that CALIBER_WAREHOUSE names; the times of the models are in HOME/work/speed/run_results.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pipelines.publication.parsed_project import parse, parsed_project

LAYER = ("path:models/quality/evidence", "path:models/quality/rules", "fct_rule_results", "fct_findings")


def build_layer(home: Path) -> bool:
    """Whether all models and tests of the layer passed."""
    from dbt.cli.main import dbtRunner

    target, variables = str(home / "work" / "speed"), json.dumps({"landed_dir": (home / "landed").as_posix()})
    command = ["build", "--exclude-resource-type", "unit_test", "--select", *LAYER, "--vars", variables, "--quiet"]
    command += ["--project-dir", "dbt_project", "--profiles-dir", "dbt_project", "--target-path", target, "--log-path", target]
    return dbtRunner(manifest=parsed_project()).invoke(command).success


if __name__ == "__main__":
    if sys.argv[1] == "--parse-only":
        parse()
    else:
        raise SystemExit(not build_layer(Path(sys.argv[1])))
