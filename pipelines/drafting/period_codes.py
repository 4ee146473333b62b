"""Keys that join year, stage and month without a mark, such as 2018AUDA or 2015M03: taken apart with `extract`."""

from __future__ import annotations

import re
from typing import Any

from pipelines.drafting.findings import Findings
from pipelines.drafting.stages import stage_of
from pipelines.drafting.tables import Profile
from pipelines.drafting.uses import Use, Uses

JOINED = re.compile(r"^((?:19|20)\d{2})([A-Z][A-Z]*)(\d{0,2})$")
YEAR, STAGE, MONTH = r"^(\d{4})", r"^\d{4}([A-Z]+)", r"M(\d\d)$"


def take_period_codes(uses: Uses, columns: list[Profile], findings: Findings) -> None:
    """Year, stage, recognition and month of the one column of joined keys, where there is no column of years."""
    if "year" in uses.fields:
        return
    for column in columns:
        if column.share(lambda text: bool(JOINED.match(text))) < 0.98:
            continue
        uses.kept = [kept for kept in uses.kept if kept is not column]
        uses.fields = {name: use for name, use in uses.fields.items() if use.column is not column}
        found = [match for text in column.counts if (match := JOINED.match(text))]
        example = found[0][0]
        uses.fields["year"] = Use(column, 0.93, f"all {column.filled:,} texts begin with a year, such as {example}", {"extract": YEAR})
        _stages(uses, column, sorted({match[2] for match in found}), example)
        if months := sorted({match[3] for match in found if match[2] == "M" and match[3]}):
            _months(uses, column, months, findings)
        return


def _stages(uses: Uses, column: Profile, letters: list[str], example: str) -> None:
    """The letters as stages; unknown ones stay unknown and are asked for."""
    said: dict[str, dict[str, Any]] = {word: stage_of(word) or {} for word in letters}
    missing = [word for word, entry in said.items() if not entry]
    asked = f"which stages are {', '.join(missing)}?" if missing else None
    for name, sure in (("stage", 0.85), ("recognition", 0.6)):
        values = {word: entry.get(name, "unknown") for word, entry in said.items()}
        uses.fields[name] = Use(
            column, sure if not missing else 0.5, f"letters behind the year, such as in {example}", {"extract": STAGE, "values": values}, asked
        )


def _months(uses: Uses, column: Profile, months: list[str], findings: Findings) -> None:
    """M01 is the first month of the fiscal year, which may not be January."""
    start = (findings.value("fiscal_year") or {"start_month": 1})["start_month"]
    values = {month: str((int(month) + start - 2) % 12 + 1) for month in months if 1 <= int(month) <= 12}
    uses.fields["month"] = Use(column, 0.5, f"M{months[0]} is a month", {"extract": MONTH, "values": values}, f"is M01 the calendar month {start}?")
