"""Charts say figures that exist."""

from __future__ import annotations

import re

import pytest

from pipelines.pages.charts import draw


@pytest.mark.parametrize(
    ("n", "labels"), [(1, ["0", "1"]), (2, ["0", "1", "2"]), (3, ["0", "1", "2", "3"]), (7, ["0", "2", "4", "6"]), (40, ["0", "10", "20", "30", "40"])]
)
def test_there_is_no_half_a_finding(n: int, labels: list[str]) -> None:
    drawing = draw("findings_trend", [{"month": "2026-11", "what": "opened", "n": n}], str, "findings by month")
    assert [text for text in re.findall(r"<text[^>]*>([^<]*)</text>", str(drawing)) if text.isdigit()] == labels
