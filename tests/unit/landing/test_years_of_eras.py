"""Years written in the eras of Japan and of Taiwan are the years they mean; what only looks like one is no year."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.contracts.contract import FiscalYear
from pipelines.landing.periods import year_sql


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("R3", 2021),
        ("令和3年度", 2021),
        ("令和元年", 2019),
        ("平成30年", 2018),
        ("S63", 1988),
        ("民國102年", 2013),
        ("2021", 2021),
        ("RF4", None),
        ("R", None),
        ("TR3", None),
    ],
)
def test_a_year_of_an_era(text: str, year: int | None) -> None:
    assert duckdb.execute(f"select {year_sql('printed', FiscalYear())} from (select ?::varchar as printed)", [text]).fetchall() == [(year,)]
