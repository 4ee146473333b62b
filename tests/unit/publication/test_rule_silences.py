"""A rule about single reports says why it judged none, in both languages (the seed is filled in, as the models leave it to the seed)."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3] / "dbt_project"
MODELS = [path for path in sorted((PROJECT / "models/quality/rules").glob("rule_*.sql")) if "indicator_rule_columns" in path.read_text(encoding="utf-8")]
with (PROJECT / "seeds/rule_silences.csv").open(encoding="utf-8", newline="") as seed:
    SAID = {(row["rule_id"], row["status"]) for row in csv.DictReader(seed)}


def silent_statuses(model: str) -> set[str]:
    """Those a model names itself, and those its macros for equalities and ceilings give."""
    named = set(re.findall(r"'(no_data|not_applicable)'", model))
    if re.search(r"(equality|ceiling)_status\(", model):
        named |= {"no_data"} | ({"not_applicable"} if "applies" in model or re.search(r"is not null'\s*\)", model) else set())
    return named


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_every_silence_of_a_rule_has_its_reason(path: Path) -> None:
    rule_id = path.stem.removeprefix("rule_")
    assert {status for rule, status in SAID if rule == rule_id} == silent_statuses(path.read_text(encoding="utf-8"))
