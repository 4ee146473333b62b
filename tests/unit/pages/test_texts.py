"""What pages call things: every rule, measure and light has a name in both languages."""

from __future__ import annotations

import csv

import pytest

from pipelines.pages.texts import LANGUAGES, Texts
from pipelines.settings import DBT_PROJECT

NAMED = {"rules": ("rule_id", "severity", "evidence_class"), "pace_bounds": ("measure", "light"), "budget_consequences": ("recommendation",)}


@pytest.mark.parametrize("seed", NAMED)
def test_every_word_of_the_rule_packs_has_a_name_in_both_languages(seed: str) -> None:
    with (DBT_PROJECT / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        words = {row[column] for row in csv.DictReader(file) for column in NAMED[seed] if row[column]}
    unnamed = {word for word in words if not any("\u4e00" <= sign <= "\u9fff" for sign in Texts("zh").word(word))}
    assert words and unnamed == set(), f"no Chinese name in pipelines/pages/texts.yml for {sorted(unnamed)}"
    assert all(Texts(language).word(word) for language in LANGUAGES for word in words)
