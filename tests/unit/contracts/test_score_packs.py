"""Packs of scoring rules: what a contract may name is what there are formulas for, and what nobody has read is in force nowhere by itself."""

from __future__ import annotations

import csv

from pipelines.contracts.vocabulary import vocabulary
from pipelines.settings import DBT_PROJECT


def test_contracts_name_the_packs_there_are() -> None:
    with (DBT_PROJECT / "seeds" / "score_packs.csv").open(encoding="utf-8", newline="") as file:
        packs = list(csv.DictReader(file))
    assert {pack["pack"] for pack in packs} == set(vocabulary()["score_packs"])
    assert [pack["pack"] for pack in packs if pack["is_default"] == "true"] == ["cn_self_evaluation"]
    unread = [pack for pack in packs if pack["certainty"] == "K"]
    assert unread and not any(pack["region_code"] or pack["is_default"] == "true" for pack in unread)
