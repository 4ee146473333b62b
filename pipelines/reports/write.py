"""Write a report into the workspace, by one rename. Not here: what it says."""

from __future__ import annotations

import os
import re
from pathlib import Path

import duckdb

from pipelines.reports.facts import gather, period_of
from pipelines.reports.formats import FORMATS
from pipelines.settings import Home


def write_report(home: Home, region: str, period: str, kind: str, target: Path | None = None) -> Path:
    """Make the report of a region (code) and period from the release; where it is written.

    Raises:
        ReportError: no such region or period.
    """
    with duckdb.connect(str(home.published), read_only=True) as db:
        content = FORMATS[kind](gather(db, region, period_of(period)))
    # Codes hold letters, digits and dashes; whatever else one held could lead out of the folder.
    path = target or home.reports / f"{re.sub(r'[^A-Za-z0-9-]', '_', region)}_{period}.{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    unfinished.write_bytes(content)
    unfinished.replace(path)
    return path


def regions_with_figures(home: Home) -> list[str]:
    """Codes of all regions that have figures of their own."""
    with duckdb.connect(str(home.published), read_only=True) as db:
        query = "select distinct region_code from marts.fct_budget_lines where is_current and source_role = 'primary' and region_code <> 'unmapped' order by 1"
        return [str(row[0]) for row in db.execute(query).fetchall()]
